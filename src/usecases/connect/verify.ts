/** Checks with one `tools/list` whether each server accepts its token, before `connect` succeeds. */
import { hint } from '../../next-step.ts';
import type { Scope } from '../../ports/index.ts';
import { Refusal } from '../../refusal.ts';
import type { ToolServer } from '../../targets.ts';
import { type ServerTools, type ToolPorts, withTools } from '../../tools/tools.ts';

export interface Verdict {
  readonly server: ToolServer;
  /** How many tools the server offers. */
  readonly tools?: number;
  readonly refusal?: Refusal;
}

export function verify(servers: readonly ToolServer[], scope: Scope, ports: ToolPorts): Promise<Verdict[]> {
  return withTools({ servers, scope }, ports, async (listed) => listed.map(verdictOf));
}

function verdictOf(listed: ServerTools): Verdict {
  const { server } = listed;
  if ('tools' in listed) return { server, tools: listed.tools.length };
  const { refusal } = listed;
  return { server, refusal: refusal.code === 'reconnect-needed' ? notAccepted(server, refusal) : refusal };
}

function notAccepted({ name, url }: ToolServer, cause: Refusal): Refusal {
  return new Refusal('verification-failed', {
    what: `The token was granted, but ${name} does not accept it.`,
    why: cause.why,
    hint: hint`See what it wants: ${{ do: 'discover', url, trace: true }}`,
    cause,
  });
}
