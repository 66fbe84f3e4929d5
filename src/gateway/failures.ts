/** What a client is told when a upstream fails. */

import { ProtocolError as ClientProtocolError } from '@modelcontextprotocol/client';
import { type CallToolResult, ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server';
import type { NameConflict } from '../mcp/tool-names.ts';
import { type HintText, hint, type NextStep } from '../next-step.ts';
import { Refusal } from '../refusal.ts';
import { withoutSecrets } from '../secret.ts';
import type { Upstream } from './upstream.ts';

export interface Failures {
  /** A JSON-RPC error of the upstream stays one; what kept us from the upstream is told to the model, with the remedy. */
  call(thrown: unknown): CallToolResult;
  request(thrown: unknown): never;
  /** Why a name leads nowhere: two share it, its server does not answer, or nobody has it. */
  unknownName(
    code: number,
    name: string,
    conflict: NameConflict<Upstream, { name: string }> | undefined,
    upstreams: readonly Upstream[],
  ): ProtocolError;
  changedTool(code: number, name: string): ProtocolError;
}

/** `text` words a hint for the person who started the gateway. */
export function createFailures(text: HintText): Failures {
  const spoken = ({ message, why, hint: advice }: Refusal) =>
    withoutSecrets([message, why, text(advice)].filter(Boolean).join('\n'));
  return {
    call: (thrown) => ({ isError: true, content: [{ type: 'text', text: spoken(refusalIn(thrown)) }] }),
    request(thrown) {
      throw new ProtocolError(ProtocolErrorCode.InternalError, spoken(refusalIn(thrown)));
    },
    unknownName(code, name, conflict, upstreams) {
      if (conflict) {
        const origins = conflict.tools.map(({ server, tool }) => `${tool.name} of ${server.server.name}`);
        return new ProtocolError(code, `${name} could be ${origins.join(' or ')}, so it is not offered.`);
      }
      const silent = upstreams.flatMap(({ server, lists }) =>
        lists.tools.failure instanceof Refusal ? [`${server.name}: ${spoken(lists.tools.failure)}`] : [],
      );
      return new ProtocolError(code, withoutSecrets([`There is nothing called ${name}.`, ...silent].join('\n')));
    },
    changedTool(code, name) {
      const why = `The definition of ${name} has changed since it was accepted, so it is not offered.`;
      const approve: NextStep = { do: 'approve-tools', tools: [name] };
      return new ProtocolError(code, text(hint`${why}\nSee the difference, and accept it: ${approve}`));
    },
  };
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
