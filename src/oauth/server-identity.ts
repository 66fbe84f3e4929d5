/** What an MCP server says about itself to anybody: the response to `server/discover` or `initialize`. */
import { isJsonObject, type JsonObject } from '../json-object.ts';
import { strings, text } from './json.ts';

export interface ServerIdentity {
  /** The versions that it offers. A server before 2026-07-28 names only the one that it chose. */
  readonly protocolVersions?: readonly string[];
  readonly serverInfo?: { readonly name: string; readonly version?: string; readonly title?: string };
}

/** Reads a JSON-RPC response, plain or as an event. Returns undefined when it names neither versions nor the server. */
export function readIdentity(body: string): ServerIdentity | undefined {
  const message = objectIn(body) ?? objectIn(/^data: ?(.*)$/m.exec(body)?.[1] ?? '');
  const result = asObject(message?.result);
  const supported = asObject(asObject(message?.error)?.data)?.supported;
  const chosen = text(result?.protocolVersion);
  const protocolVersions = strings(result?.supportedVersions ?? supported) ?? (chosen ? [chosen] : undefined);
  const serverInfo = infoIn(asObject(result?.serverInfo) ?? asObject(asObject(result?._meta)?.[INFO]));
  return protocolVersions || serverInfo ? { protocolVersions, serverInfo } : undefined;
}

/** The key under which 2026-07-28 puts it. */
const INFO = 'io.modelcontextprotocol/serverInfo';

function infoIn(info: JsonObject | undefined): ServerIdentity['serverInfo'] {
  const name = text(info?.name);
  return name === undefined ? undefined : { name, version: text(info?.version), title: text(info?.title) };
}

function objectIn(json: string): JsonObject | undefined {
  try {
    return asObject(JSON.parse(json));
  } catch {
    return undefined;
  }
}

function asObject(value: unknown): JsonObject | undefined {
  return isJsonObject(value) ? value : undefined;
}
