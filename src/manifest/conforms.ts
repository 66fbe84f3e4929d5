import type { Document } from './document.ts';
import { appManifest, mcpServer } from './generated/conforming.js';

/** Whether nothing is wrong with the text and the shape of a document: a quick look, for `shapeFindings` finds the same. */
export function conforms({ faults, kind, value }: Document): boolean {
  return faults.length === 0 && (kind === 'mcp-server' ? mcpServer(value) : appManifest(value));
}
