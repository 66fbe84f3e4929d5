/**
 * The names under which tools are exposed: `{namespace}_{tool}`, of `[A-Za-z0-9_-]`, at most 64 characters, because that is
 * what models accept.
 */
import { sha256Of } from '../sha256.ts';

export const MAX_NAME_LENGTH = 64;
const HASH_LENGTH = 8;

/** A tool of a server, and the name under which it is exposed. */
export interface NamedTool<Server, Tool> {
  readonly name: string;
  readonly server: Server;
  readonly tool: Tool;
}

/** Two or more tools that would have the same name: none of them may win. */
export interface NameConflict<Server, Tool> {
  readonly name: string;
  readonly tools: readonly NamedTool<Server, Tool>[];
}

/**
 * A name that is too long, or that another tool of the server would have as well, is cut and ends in a hash of the whole name,
 * so that it is always the same.
 */
export async function toolName(namespace: string, tool: string, alike?: ReadonlySet<string>): Promise<string> {
  const name = spelled(namespace, tool);
  if (name.length <= MAX_NAME_LENGTH && !alike?.has(tool)) return name;
  const hash = await shortHash(`${namespace}_${tool}`);
  return `${name.slice(0, MAX_NAME_LENGTH - HASH_LENGTH - 1)}_${hash}`;
}

/**
 * The tools of one server that need a hash, because they differ only in characters that models do not accept (`a.b` and
 * `a/b`). A tool that is called `a_b` itself keeps its name.
 */
export function alikeNames(tools: readonly string[]): ReadonlySet<string> {
  const bySpelling = new Map<string, Set<string>>();
  for (const tool of tools) bySpelling.set(accepted(tool), (bySpelling.get(accepted(tool)) ?? new Set()).add(tool));
  return new Set(tools.filter((tool) => accepted(tool) !== tool && (bySpelling.get(accepted(tool))?.size ?? 0) > 1));
}

/** Whether a tool of this namespace can have this name. Servers of which that is false need not be asked. */
export function mayBeNamed(name: string, namespace: string): boolean {
  const prefix = spelled(namespace, '');
  const kept = MAX_NAME_LENGTH - HASH_LENGTH - 1;
  return name.length === MAX_NAME_LENGTH ? name.startsWith(prefix.slice(0, kept)) : name.startsWith(prefix);
}

/** All conflicts, in the order of their first tool. */
export function nameConflicts<Server, Tool>(tools: readonly NamedTool<Server, Tool>[]): NameConflict<Server, Tool>[] {
  const byName = new Map<string, NamedTool<Server, Tool>[]>();
  for (const tool of tools) byName.set(tool.name, [...(byName.get(tool.name) ?? []), tool]);
  return [...byName].filter(([, same]) => same.length > 1).map(([name, same]) => ({ name, tools: same }));
}

const accepted = (text: string) => text.replace(/[^A-Za-z0-9_-]/g, '_');
const spelled = (namespace: string, tool: string) => accepted(`${namespace}_${tool}`);

async function shortHash(text: string): Promise<string> {
  return (await sha256Of(text)).slice(0, HASH_LENGTH);
}
