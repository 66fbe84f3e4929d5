/** The tools of a server as they may be shown and called; what is new among them is pinned. */
import type { Tool } from '../mcp/session.ts';
import type { Ports, Scope, Tables } from '../ports/index.ts';
import type { ToolPins } from '../records.ts';
import { Refusal } from '../refusal.ts';
import type { ToolServer } from '../targets.ts';
import { type Judgement, judge } from './pins.ts';

/** A pin outlives its tool, so a server that invents names would fill the state; no honest one has so many. */
const MOST_PINS = 10_000;

/** Nothing is written as long as the server says what it has said before. Refuses `server-error` for too many names. */
export async function pinnedTools(
  server: ToolServer,
  tools: readonly Tool[],
  { project }: Pick<Scope, 'project'>,
  { state, clock }: Pick<Ports, 'state' | 'clock'>,
): Promise<Judgement> {
  const now = clock.now();
  const known = await state.read((tables) => pinsOf(server, project, tables));
  const seen = judge(known, tools, now);
  if (seen.pins === known) return seen;
  return state.write(async (tables) => {
    // Another process may have seen, or accepted, something meanwhile.
    const before = await pinsOf(server, project, tables);
    const judgement = judge(before, tools, now);
    if (judgement.pins.pins.length > MOST_PINS) throw tooManyNames(server);
    if (judgement.pins !== before) await tables.toolPins.save(judgement.pins);
    return judgement;
  });
}

function tooManyNames({ name, url }: ToolServer): Refusal {
  return new Refusal('server-error', {
    what: `${name} has offered more than ${MOST_PINS} different tools.`,
    why: 'What each of them was when it was first seen is remembered, and there has to be an end to that.',
    hint: `Tell the people who run ${new URL(url).host}.`,
  });
}

/** The same of tools that are only remembered; undefined where they would change what is pinned, since that is for the server to do. */
export async function agreedTools(
  server: ToolServer,
  tools: readonly Tool[],
  { project }: Pick<Scope, 'project'>,
  { state, clock }: Pick<Ports, 'state' | 'clock'>,
): Promise<Judgement | undefined> {
  const known = await state.read((tables) => pinsOf(server, project, tables));
  const seen = judge(known, tools, clock.now());
  return seen.pins === known ? seen : undefined;
}

/** What was accepted of this server at its address; nothing yet where it has another one now. */
export async function pinsOf({ name, url }: ToolServer, project: string, tables: Tables): Promise<ToolPins> {
  const found = await tables.toolPins.find(project, name);
  if (found?.url === url) return found;
  return { project, server: name, url, version: found?.version ?? 0, pins: [] };
}

/** The tools of these servers that were seen to have changed, by the names of the servers. Nobody is asked. */
export async function changedTools(
  servers: readonly ToolServer[],
  project: string,
  tables: Tables,
): Promise<Map<string, string[]>> {
  const urls = new Map(servers.map(({ name, url }) => [name, url]));
  const current = (await tables.toolPins.list(project)).filter(({ server, url }) => urls.get(server) === url);
  return new Map(
    current.map(({ server, pins }) => [
      server,
      pins.filter(({ changedAt }) => changedAt !== undefined).map(({ tool }) => tool),
    ]),
  );
}
