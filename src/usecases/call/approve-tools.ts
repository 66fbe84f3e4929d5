/** Accepts definitions of tools and prompts that have changed or are new, after a person has seen the differences. */
import { mayBeNamed } from '../../mcp/tool-names.ts';
import { hint } from '../../next-step.ts';
import { type Consequence, confirmationFor, type Given, type NeedsConfirmation } from '../../plan/needs.ts';
import type { Scope } from '../../ports/index.ts';
import { Refusal } from '../../refusal.ts';
import { resolveTarget, type ToolServer, toolServers } from '../../targets.ts';
import { changedPrompts, type HiddenPrompt } from '../../tools/changed-prompts.ts';
import { pinsOf } from '../../tools/pinned-tools.ts';
import { withAccepted } from '../../tools/pins.ts';
import { type HiddenOffer, hiddenTools, offered, refusals, type ToolPorts, withTools } from '../../tools/tools.ts';

export interface ApproveToolsInput {
  /** Targets, or tools by their namespaced names. None means everything that has changed. */
  readonly names: readonly string[];
}

/** A tool, or a prompt. */
export type ChangedOffer = HiddenOffer | HiddenPrompt;

export interface Approval {
  readonly approved: readonly ChangedOffer[];
  /** Why servers did not list their tools. */
  readonly refusals: readonly Refusal[];
}

/**
 * Lists the tools again at each run, so that a definition that changes after a person saw it needs another confirmation.
 *
 * @throws Refusal `target-unknown`, `target-ambiguous`, `tool-unknown`, `plan-stale`.
 */
export async function approveTools(
  { names, ...given }: ApproveToolsInput & Given,
  scope: Scope,
  ports: ToolPorts,
): Promise<Approval | NeedsConfirmation> {
  const all = await toolServers(scope.project, ports.state);
  const meant = await Promise.all(names.map((name) => meaningOf(name, all, { scope, state: ports.state })));
  const servers = names.length === 0 ? all : all.filter(({ name }) => meant.some((each) => each.servers.has(name)));
  const [listed, prompts] = await withTools({ servers, scope }, ports, async (listed) => [
    listed,
    await changedPrompts(listed, scope.project, ports),
  ]);
  const changed: ChangedOffer[] = [...hiddenTools(listed), ...prompts];
  for (const { tool } of meant) {
    if (tool === undefined || [...offered(listed), ...changed].some(({ name }) => name === tool)) continue;
    throw refusals(listed)[0] ?? unknown(tool);
  }
  const isMeant = ({ name, server }: ChangedOffer) =>
    names.length === 0 || meant.some(({ tool, servers }) => (tool ? tool === name : servers.has(server.name)));
  const approved = changed.filter(isMeant);
  if (approved.length === 0) return { approved, refusals: refusals(listed) };
  const needs = await confirmationFor(approved.map(accepting), given);
  if (needs) return needs;
  await accept(approved, scope, ports);
  return { approved, refusals: refusals(listed) };
}

function accepting({ name, server, accepted, offered }: ChangedOffer): Consequence {
  return { kind: 'tool-accepted', name, server: server.name, accepted, offered };
}

interface Meaning {
  /** Undefined for all tools of the servers. */
  readonly tool?: string;
  /** The names of the servers. */
  readonly servers: ReadonlySet<string>;
}

/** A name that is no target may be a tool of any server with a namespace that the name begins with. */
async function meaningOf(
  word: string,
  all: readonly ToolServer[],
  { scope, state }: { readonly scope: Scope } & Pick<ToolPorts, 'state'>,
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

/** Accepts only when the pins are still those that the person saw: another process may have accepted a definition. */
function accept(approved: readonly ChangedOffer[], { project }: Scope, { state, clock }: ToolPorts): Promise<void> {
  return state.write(async (tables) => {
    for (const server of new Set(approved.map((each) => each.server))) {
      const own = approved.filter((each) => each.server === server);
      const before = await pinsOf(server, project, tables);
      let pins = before;
      for (const kind of [undefined, 'prompt'] as const) {
        const ofKind = own.filter((each) => kindOf(each) === kind);
        const accepted = new Map(
          before.pins.filter((pin) => pin.kind === kind).map((pin) => [pin.tool, pin.definition]),
        );
        if (ofKind.some((each) => accepted.get(each.tool.name) !== each.accepted)) throw stale(server);
        if (ofKind.length > 0) pins = withAccepted(pins, ofKind, { now: clock.now(), kind });
      }
      await tables.toolPins.save(pins);
    }
  });
}

const kindOf = (offer: ChangedOffer) => ('kind' in offer ? offer.kind : undefined);

function stale({ name }: ToolServer): Refusal {
  return new Refusal('plan-stale', {
    what: `The tools of ${name} were accepted by somebody else in the meantime, so nothing was done.`,
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
