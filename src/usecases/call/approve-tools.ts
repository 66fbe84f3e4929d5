/** `tools approve`: definitions that have changed are looked at by a person, and pinned anew. */

import { mayBeNamed } from '../../mcp/tool-names.ts';
import { hint } from '../../next-step.ts';
import type { Scope } from '../../ports/index.ts';
import type { TerminalPorts } from '../../ports/person.ts';
import { confirmed } from '../../providers/confirm.ts';
import { Refusal } from '../../refusal.ts';
import { resolveTarget, type ToolServer, toolServers } from '../../targets.ts';
import { pinsOf } from '../../tools/pinned-tools.ts';
import { withAccepted } from '../../tools/pins.ts';
import { type HiddenOffer, hiddenTools, offered, refusals, type ToolPorts, withTools } from '../../tools/tools.ts';

export interface Approval {
  readonly approved: readonly HiddenOffer[];
  /** Servers that could not be asked. */
  readonly refusals: readonly Refusal[];
}

/**
 * Words are targets, or tools by their namespaced names; none means everything. `show` gets what has changed before a
 * person is asked. Refuses `target-unknown`, `target-ambiguous`, `tool-unknown`, `confirmation-missing`, `interrupted`,
 * `plan-stale`.
 */
export async function approveTools(
  words: readonly string[],
  show: (changed: readonly HiddenOffer[]) => void,
  scope: Scope,
  ports: ToolPorts & Pick<TerminalPorts, 'prompts'>,
): Promise<Approval> {
  const all = await toolServers(scope.project, ports.state);
  const meant = await Promise.all(words.map((word) => meaningOf(word, all, scope, ports)));
  const servers = words.length === 0 ? all : all.filter(({ name }) => meant.some((each) => each.servers.has(name)));
  const listed = await withTools(servers, scope, ports, async (listed) => listed);
  const changed = hiddenTools(listed);
  for (const { tool } of meant) {
    if (tool === undefined || [...offered(listed), ...changed].some(({ name }) => name === tool)) continue;
    throw refusals(listed)[0] ?? unknown(tool);
  }
  const isMeant = ({ name, server }: HiddenOffer) =>
    words.length === 0 || meant.some(({ tool, servers }) => (tool ? tool === name : servers.has(server.name)));
  const approved = changed.filter(isMeant);
  if (approved.length === 0) return { approved, refusals: refusals(listed) };
  show(approved);
  const count = approved.length === 1 ? 'this definition' : `these ${approved.length} definitions`;
  const command = ['mcpctl tools approve', ...words, '--yes'].join(' ');
  const why = 'A tool that says something else than before is used by models as soon as it is accepted.';
  if (!(await confirmed(`Accept ${count}?`, command, ports.prompts, why))) {
    throw new Refusal('interrupted', { what: 'The answer was no.', hint: 'Nothing was changed.' });
  }
  await accept(approved, scope, ports);
  return { approved, refusals: refusals(listed) };
}

interface Meaning {
  /** Unset: all tools of the servers. */
  readonly tool?: string;
  /** Their names. */
  readonly servers: ReadonlySet<string>;
}

/** A word that is no target may be a tool of any server whose namespace it begins with. */
async function meaningOf(
  word: string,
  all: readonly ToolServer[],
  scope: Scope,
  { state }: Pick<TerminalPorts, 'state'>,
): Promise<Meaning> {
  try {
    const target = await resolveTarget(word, scope, state);
    const servers = target.kind === 'server' ? [target.server] : target.servers;
    return { servers: new Set(servers.map(({ name }) => name)) };
  } catch (thrown) {
    const owners = all.filter(({ namespace }) => mayBeNamed(word, namespace));
    const isUnknown = thrown instanceof Refusal && thrown.code === 'target-unknown';
    if (!isUnknown || owners.length === 0) throw thrown;
    return { tool: word, servers: new Set(owners.map(({ name }) => name)) };
  }
}

/** What was shown is accepted, and nothing else: somebody may have accepted another definition meanwhile. */
function accept(approved: readonly HiddenOffer[], { project }: Scope, { state, clock }: ToolPorts): Promise<void> {
  return state.write(async (tables) => {
    for (const server of new Set(approved.map((each) => each.server))) {
      const own = approved.filter((each) => each.server === server);
      const before = await pinsOf(server, project, tables);
      const accepted = new Map(before.pins.map(({ tool, definition }) => [tool, definition]));
      if (own.some((each) => accepted.get(each.tool.name) !== each.accepted)) throw stale(server);
      await tables.toolPins.save(withAccepted(before, own, clock.now()));
    }
  });
}

function stale({ name }: ToolServer): Refusal {
  return new Refusal('plan-stale', {
    what: `The tools of ${name} were accepted by somebody else meanwhile, so nothing was done.`,
    hint: hint`See what is left: ${{ do: 'tools', target: name }}`,
  });
}

function unknown(tool: string): Refusal {
  return new Refusal('tool-unknown', {
    what: `There is no tool called ${tool}.`,
    hint: hint`See ${{ do: 'tools' }}`,
    details: { tool },
  });
}
