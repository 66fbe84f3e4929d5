/** What a client is told when a server fails, or when a name leads to no server. */
import { ProtocolError as ClientProtocolError } from '@modelcontextprotocol/client';
import { type CallToolResult, ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server';
import type { NameConflict } from '../mcp/tool-names.ts';
import { type HintText, hint, type NextStep } from '../next-step.ts';
import { Refusal } from '../refusal.ts';
import { withoutSecrets } from '../secret.ts';
import type { Upstream } from './upstream.ts';

export interface Failures {
  /**
   * Makes a tool error, which tells the model why the server could not be used, and what helps.
   *
   * @throws ProtocolError when the server itself answered with a JSON-RPC error, and a bug as it is
   */
  toolError(thrown: unknown): CallToolResult;
  /** @throws ProtocolError for a refusal and for a JSON-RPC error of the server, and a bug as it is */
  throwProtocolError(thrown: unknown): never;
  /** Says why a name leads to no server: two have it, a server that may have it does not answer, or none has it. */
  unknownName(unknown: UnknownName): ProtocolError;
  changedTool(name: string): ProtocolError;
}

export interface UnknownName {
  readonly name: string;
  readonly conflict: NameConflict<Upstream, { name: string }> | undefined;
  readonly upstreams: readonly Upstream[];
}

/** `hintText` writes a hint for the person who has started the gateway. */
export function createFailures(hintText: HintText): Failures {
  const textOf = ({ message, why, hint: advice }: Refusal) =>
    withoutSecrets([message, why, hintText(advice)].filter(Boolean).join('\n'));
  return {
    toolError: (thrown) => ({ isError: true, content: [{ type: 'text', text: textOf(refusalIn(thrown)) }] }),
    throwProtocolError(thrown) {
      throw new ProtocolError(ProtocolErrorCode.InternalError, textOf(refusalIn(thrown)));
    },
    unknownName({ name, conflict, upstreams }) {
      if (conflict) {
        const origins = conflict.tools.map(({ server, tool }) => `${tool.name} of ${server.server.name}`);
        return invalidParams(`${name} could be ${origins.join(' or ')}, so it is not offered.`);
      }
      const failures = upstreams.flatMap(({ server, lists }) =>
        lists.tools.failure instanceof Refusal ? [`${server.name}: ${textOf(lists.tools.failure)}`] : [],
      );
      return invalidParams(withoutSecrets([`There is nothing called ${name}.`, ...failures].join('\n')));
    },
    changedTool(name) {
      const why = `The definition of ${name} has changed since it was accepted, or is new, so it is not offered.`;
      const approve: NextStep = { do: 'approve-tools', tools: [name] };
      return invalidParams(hintText(hint`${why}\nSee the difference, and accept it: ${approve}`));
    },
  };
}

const invalidParams = (message: string) => new ProtocolError(ProtocolErrorCode.InvalidParams, message);

/** @throws ProtocolError when the refusal is a JSON-RPC error of the server, and anything that is no refusal as it is */
function refusalIn(thrown: unknown): Refusal {
  if (!(thrown instanceof Refusal)) throw thrown;
  if (thrown.cause instanceof ClientProtocolError) {
    const { code, message, data } = thrown.cause;
    throw new ProtocolError(code, message, data);
  }
  return thrown;
}
