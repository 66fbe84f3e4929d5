/** A server that takes part: its session, and the last good answer of each of its lists. */
import type { Prompt, Resource, ResourceTemplateType as ResourceTemplate } from '@modelcontextprotocol/server';
import { allPages } from '../mcp/pages.ts';
import type { Relay } from '../mcp/passing.ts';
import { LIST_MILLISECONDS, type Tool } from '../mcp/session.ts';
import type { Scope } from '../ports.ts';
import type { ToolServer } from '../targets.ts';
import type { TokenPorts } from '../tokens/access-token.ts';
import { pinnedTools } from '../tools/pinned-tools.ts';
import { type LastGood, lastGood } from './last-good.ts';
import { standingOf } from './standing.ts';
import { createUpstream, type Upstream } from './upstream.ts';

export interface Lists {
  readonly tools: Tool;
  readonly prompts: Prompt;
  readonly resources: Resource;
  readonly resourceTemplates: ResourceTemplate;
}

export type ListName = keyof Lists;

export interface Member extends Upstream {
  readonly lists: { readonly [Name in ListName]: LastGood<Lists[Name]> };
  /** Tools that are not offered, since their definitions have changed. */
  hidden(): readonly Tool[];
}

/** `changed` is told when an answer differs from the one before. */
export function createMember(
  server: ToolServer,
  relay: Omit<Relay, 'listChanged'>,
  changed: (list: ListName) => void,
  scope: Scope,
  ports: TokenPorts,
): Member {
  const upstream = createUpstream(server, { ...relay, listChanged }, scope, ports);
  const standing = standingOf(upstream, scope, ports);
  const punctuality = { isOverdue: false };
  const list = <Name extends ListName>(name: Name, ask: () => Promise<readonly Lists[Name][]>) =>
    lastGood(ask, ports.clock, () => changed(name), punctuality);
  const pages = <Name extends Exclude<ListName, 'tools'>>(name: Name, capability: 'prompts' | 'resources') =>
    list(name, async () => {
      const { capabilities } = await upstream.session();
      return capabilities[capability] ? listed(upstream, name) : [];
    });
  let hidden: readonly Tool[] = [];
  const lists: Member['lists'] = {
    tools: list('tools', () =>
      standing(async () => {
        const { tools } = await upstream.listTools();
        const judgement = await pinnedTools(server, tools, scope, ports);
        hidden = judgement.hidden.map(({ tool }) => tool);
        return judgement.tools;
      }),
    ),
    prompts: pages('prompts', 'prompts'),
    resources: pages('resources', 'resources'),
    resourceTemplates: pages('resourceTemplates', 'resources'),
  };

  /** Asks at once, so that a client hears of it when the new list is there. */
  function listChanged(kind: 'tools' | 'prompts' | 'resources'): void {
    const names: ListName[] = kind === 'resources' ? ['resources', 'resourceTemplates'] : [kind];
    for (const name of names) {
      lists[name].expire();
      void lists[name].read();
    }
  }
  return { ...upstream, lists, hidden: () => hidden };
}

const METHODS = {
  prompts: 'prompts/list',
  resources: 'resources/list',
  resourceTemplates: 'resources/templates/list',
} as const;

async function listed<Name extends Exclude<ListName, 'tools'>>(
  { server, pass }: Upstream,
  name: Name,
): Promise<readonly Lists[Name][]> {
  return allPages(server.url, async (cursor) => {
    const params = cursor === undefined ? {} : { cursor };
    const answer = await pass({ method: METHODS[name], params }, { timeout: LIST_MILLISECONDS });
    return { items: answer[name] as Lists[Name][], nextCursor: answer.nextCursor as string | undefined };
  });
}
