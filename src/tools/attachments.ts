/** Which servers an agent may use, and which of their tools. */
import type { Tables } from '../ports/index.ts';
import type { Agent, Attachment } from '../records.ts';

/** Attaches the server with these tools. Without tools, an attachment that exists keeps its own. */
export function withAttachment(agent: Agent, server: string, tools: readonly string[] | undefined): Agent {
  const before = agent.attachments.find((each) => each.server === server);
  const after: Attachment = { server, tools: [...new Set(tools ?? before?.tools)].sort() };
  if (before === undefined) return { ...agent, attachments: [...agent.attachments, after] };
  if (before.tools.join(' ') === after.tools.join(' ')) return agent;
  return { ...agent, attachments: agent.attachments.map((each) => (each === before ? after : each)) };
}

/** Returns the same object when the server was not attached. */
export function withoutAttachment(agent: Agent, server: string): Agent {
  const attachments = agent.attachments.filter((each) => each.server !== server);
  return attachments.length === agent.attachments.length ? agent : { ...agent, attachments };
}

/** Detaches a deleted server from every agent, since another server may later get the same name. */
export async function detachEverywhere(server: string, project: string, tables: Tables): Promise<void> {
  for (const agent of await tables.agents.list(project)) {
    const without = withoutAttachment(agent, server);
    if (without !== agent) await tables.agents.save(without);
  }
}

/** An agent that is deleted is taken from everybody, since another agent may later get the same name. */
export async function takeFromEverybody(agent: string, project: string, tables: Tables): Promise<void> {
  for (const person of await tables.people.list(project)) {
    const agents = person.agents.filter((name) => name !== agent);
    if (agents.length < person.agents.length) await tables.people.save({ ...person, agents });
  }
  for (const key of await tables.apiKeys.list(project)) {
    const agents = key.agents?.filter((name) => name !== agent);
    if (agents && agents.length < (key.agents?.length ?? 0)) await tables.apiKeys.save({ ...key, agents });
  }
}

/** Whether an attachment covers a tool, by the name that the server itself uses. */
export function allowsTool({ tools }: Attachment, name: string): boolean {
  return tools.length === 0 || tools.some((pattern) => matches(pattern, name));
}

/** `*` matches any text, `?` any character. Two indexes instead of a regular expression, so that no pattern is slow. */
function matches(pattern: string, name: string): boolean {
  let [at, from, star, mark] = [0, 0, -1, 0];
  while (from < name.length) {
    if (pattern[at] === '*') {
      star = at++;
      mark = from;
    } else if (pattern[at] === '?' || pattern[at] === name[from]) {
      at++;
      from++;
    } else if (star >= 0) {
      at = star + 1;
      from = ++mark;
    } else {
      return false;
    }
  }
  while (pattern[at] === '*') at++;
  return at === pattern.length;
}
