/** A server that `connect URL` made, and that could not be connected. */
import { Hint, hint, type NextStep } from '../../next-step.ts';
import { isNeeds } from '../../plan/needs.ts';
import { Refusal } from '../../refusal.ts';
import type { Target, ToolServer } from '../../targets.ts';
import { failureKind } from '../../tools/health-kind.ts';
import { deleteServer } from '../../usecases/servers/delete-server.ts';
import type { Context } from '../context.ts';

/** Whether `connect URL` has just made the server: it had to be asked for that. */
export function isNew(target: Target): target is Extract<Target, { kind: 'server' }> {
  return target.kind === 'server' && target.begun !== undefined;
}

/** What a person mends at the server that is there, as `status` says. */
const MENDED = new Set(['registration', 'redirect_uri', 'resource', 'scopes']);

/**
 * Deletes the server with its client, unless the refusal is about something that a person can mend at it. Returns the refusal
 * to end with: its commands work with what is left.
 *
 * @param thrown What ended the connect.
 */
export async function afterFailedConnect(
  server: ToolServer,
  thrown: unknown,
  { ports, globals, output }: Context,
): Promise<unknown> {
  if (!(thrown instanceof Refusal)) return thrown;
  const kind = failureKind(thrown, server);
  if (kind !== undefined && MENDED.has(kind)) {
    const removal: NextStep = { do: 'delete', what: 'server', name: server.name };
    output.say(hint`The server ${server.name} is kept. To remove it: ${removal}`);
    return thrown;
  }
  const { name } = server;
  const needs = await deleteServer({ name }, globals, ports);
  if (isNeeds(needs)) await deleteServer({ name, confirm: needs.digest }, globals, ports);
  return withoutServer(thrown, server);
}

/** The same refusal with the URL in the place of the name. */
function withoutServer({ code, message, why, hint: advice, details, cause }: Refusal, server: ToolServer): Refusal {
  const parts = typeof advice === 'string' ? [advice] : advice.parts;
  const worded = parts.map((part) => {
    const isIt = typeof part !== 'string' && 'target' in part && part.target === server.name;
    return isIt ? { ...part, target: server.url } : part;
  });
  return new Refusal(code, { what: message, why, hint: new Hint(worded), details, cause });
}
