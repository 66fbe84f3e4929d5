/** What a client is told when a upstream fails. */
import { ProtocolError as ClientProtocolError } from '@modelcontextprotocol/client';
import { type CallToolResult, ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server';
import type { NameConflict } from '../mcp/names.ts';
import { Refusal } from '../refusal.ts';
import { withoutSecrets } from '../secret.ts';
import type { Upstream } from './upstream.ts';

/** A JSON-RPC error of the upstream stays one; what kept us from the upstream is told to the model, with the remedy. */
export function failedCall(thrown: unknown): CallToolResult {
  const refusal = refusalIn(thrown);
  return { isError: true, content: [{ type: 'text', text: spoken(refusal) }] };
}

export function failedRequest(thrown: unknown): never {
  throw new ProtocolError(ProtocolErrorCode.InternalError, spoken(refusalIn(thrown)));
}

/** Why a name leads nowhere: two share it, its server does not answer, or nobody has it. */
export function unknownName(
  code: number,
  name: string,
  conflict: NameConflict<Upstream, { name: string }> | undefined,
  upstreams: readonly Upstream[],
): ProtocolError {
  if (conflict) {
    const origins = conflict.tools.map(({ server, tool }) => `${tool.name} of ${server.server.name}`);
    return new ProtocolError(code, `${name} could be ${origins.join(' or ')}, so it is not offered.`);
  }
  const silent = upstreams.flatMap(({ server, lists }) =>
    lists.tools.failure instanceof Refusal ? [`${server.name}: ${spoken(lists.tools.failure)}`] : [],
  );
  return new ProtocolError(code, withoutSecrets([`There is nothing called ${name}.`, ...silent].join('\n')));
}

export function changedTool(code: number, name: string): ProtocolError {
  const why = `The definition of ${name} has changed since it was accepted, so it is not offered.`;
  return new ProtocolError(code, `${why}\nSee the difference, and accept it: mcpctl tools approve ${name}`);
}

/** Anything but a refusal is thrown on: an error of the protocol as the upstream sent it, or a bug. */
function refusalIn(thrown: unknown): Refusal {
  if (!(thrown instanceof Refusal)) throw thrown;
  if (thrown.cause instanceof ClientProtocolError) {
    const { code, message, data } = thrown.cause;
    throw new ProtocolError(code, message, data);
  }
  return thrown;
}

function spoken({ message, why, hint }: Refusal): string {
  return withoutSecrets([message, why, hint].filter(Boolean).join('\n'));
}
