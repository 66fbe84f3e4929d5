/** Compares the tools of a server with their pins, and pins new ones. */
import type { Tool } from '../mcp/session.ts';
import type { Ports, Tables } from '../ports/index.ts';
import type { ToolPins } from '../records.ts';
import { Refusal } from '../refusal.ts';
import type { ToolServer } from '../targets.ts';
import { type Definition, type Judgement, type JudgeOptions, judge } from './pins.ts';

/** A pin stays when its tool is gone, so a server that invents names would fill the state. No honest server has so many tools. */
const MOST_PINS = 10_000;

export interface ListedTools<Item extends Definition = Tool> extends Pick<JudgeOptions, 'kind' | 'holdNew'> {
  readonly server: ToolServer;
  readonly tools: readonly Item[];
  readonly project: string;
}

/**
 * Writes nothing as long as the server offers what it has offered before.
 *
 * @throws Refusal `server-error` when the server has offered too many names.
 */
export async function pinnedTools<Item extends Definition>(
  { server, tools, project, ...wanted }: ListedTools<Item>,
  { state, clock }: Pick<Ports, 'state' | 'clock'>,
): Promise<Judgement<Item>> {
  const options = { ...wanted, now: clock.now() };
  const known = await state.read((tables) => pinsOf(server, project, tables));
  const seen = judge(known, tools, options);
  if (seen.pins === known) return seen;
  return state.write(async (tables) => {
    // Another process may have pinned or accepted tools in between.
    const before = await pinsOf(server, project, tables);
    const judgement = judge(before, tools, options);
    if (judgement.pins.pins.length > MOST_PINS) throw tooManyNames(server);
    if (judgement.pins !== before) await tables.toolPins.save(judgement.pins);
    return judgement;
  });
}

function tooManyNames({ name, url }: ToolServer): Refusal {
  return new Refusal('server-error', {
    what: `${name} has offered more than ${MOST_PINS} different tools.`,
    why: 'mcpctl stores the first definition of each tool, and that needs a limit.',
    hint: `Tell the people who run ${new URL(url).host}.`,
  });
}

/** The same for cached tools. Returns undefined where they would change the pins, since only the server itself may do that. */
export async function cachedAndPinned(
  { server, tools, project }: ListedTools,
  { state, clock }: Pick<Ports, 'state' | 'clock'>,
): Promise<Judgement | undefined> {
  const known = await state.read((tables) => pinsOf(server, project, tables));
  const seen = judge(known, tools, { now: clock.now() });
  return seen.pins === known ? seen : undefined;
}

/** The pins of this server at its URL. A server with another URL starts without pins. */
export async function pinsOf({ name, url }: ToolServer, project: string, tables: Tables): Promise<ToolPins> {
  const found = await tables.toolPins.find(project, name);
  if (found?.url === url) return found;
  return { project, server: name, url, version: found?.version ?? 0, pins: [] };
}

/** The tools whose definitions have changed, by the names of their servers, as the state knows them. */
/** Up to so many servers are asked for by their names. */
const FEW = 500;

export async function changedTools(
  servers: readonly ToolServer[],
  project: string,
  tables: Tables,
): Promise<Map<string, string[]>> {
  const urls = new Map(servers.map(({ name, url }) => [name, url]));
  const names = servers.length <= FEW ? servers.map(({ name }) => name) : undefined;
  const current = (await tables.toolPins.list(project, names)).filter(({ server, url }) => urls.get(server) === url);
  return new Map(
    current.map(({ server, pins }) => [
      server,
      pins.filter(({ changedAt }) => changedAt !== undefined).map(({ tool }) => tool),
    ]),
  );
}
