/** Recognizes the requests that the fast path can answer exactly as the SDK would. */
import {
  isJSONRPCRequest,
  isSpecType,
  PROTOCOL_VERSION_META_KEY,
  type RequestId,
  SUPPORTED_PROTOCOL_VERSIONS,
} from '@modelcontextprotocol/server';
import type { RequestHead } from '../../ports/index.ts';
import type { CallParams } from '../call-tool.ts';

export interface SimpleCall {
  readonly id: RequestId;
  readonly params: CallParams;
}

/** Whether the transport of the SDK would accept a request with these headers. */
export function isForSession({ header }: RequestHead): boolean {
  const accepted = header('accept') ?? '';
  const version = header('mcp-protocol-version');
  if (version !== undefined && !SUPPORTED_PROTOCOL_VERSIONS.includes(version)) return false;
  return accepted.includes('application/json') && accepted.includes('text/event-stream');
}

/** A request that says it is of 2026-07-28 belongs to no session, and a call that becomes a task has another response. */
export function isSimpleCall(json: unknown): json is SimpleCall {
  if (!isJSONRPCRequest(json) || !isSpecType.CallToolRequest(json)) return false;
  const { _meta: meta = {} } = json.params;
  return !('task' in json.params) && !(PROTOCOL_VERSION_META_KEY in meta);
}
