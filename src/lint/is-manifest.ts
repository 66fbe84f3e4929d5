/** Whether a file that was found below a folder is one of ours. */
import type { Document } from '../manifest/document.ts';

/** By the fields that only our documents have; for a text that cannot be read, by their names. */
export function isManifest({ source, value }: Document): boolean {
  if (value === undefined) return /\b(?:tool_collections|oauth_providers|server_url)\b/.test(source.text);
  if (!isObject(value)) return false;
  if (['tool_collections', 'oauth_providers', 'server_url'].some((name) => Object.hasOwn(value, name))) return true;
  if (typeof value.$schema === 'string' && /\/(?:app-manifest|mcp-server)\.schema\.json$/.test(value.$schema))
    return true;
  return isObject(value.config) && Object.hasOwn(value.config, 'endpoint');
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
