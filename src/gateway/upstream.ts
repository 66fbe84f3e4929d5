/** A server that takes part: its session, and the last good answer of each of its lists. */
import type { Prompt, Resource, ResourceTemplateType as ResourceTemplate } from '@modelcontextprotocol/server';
import { PAGE_MILLISECONDS } from '../mcp/list-tools.ts';
import { readAllPages } from '../mcp/pagination.ts';
import type { ServerMessageHandler } from '../mcp/server-messages.ts';
import type { Tool } from '../mcp/session.ts';
import type { Scope } from '../ports/index.ts';
import type { ToolServer } from '../targets.ts';
import type { TokenPorts } from '../tokens/access-token.ts';
import { pinnedTools } from '../tools/pinned-tools.ts';
import { type CachedList, cachedList } from './cached-list.ts';
import { healthReporter } from './report-health.ts';
import { connectUpstream, type UpstreamConnection } from './upstream-connection.ts';

export interface Lists {
  readonly tools: Tool;
  readonly prompts: Prompt;
  readonly resources: Resource;
  readonly resourceTemplates: ResourceTemplate;
}

export type ListName = keyof Lists;

export interface Upstream extends UpstreamConnection {
  readonly lists: { readonly [Name in ListName]: CachedList<Lists[Name]> };
  /** Tools that are not offered, since their definitions have changed. */
  hidden(): readonly Tool[];
}

/** `changed` is told when an answer differs from the one before. */
export function createUpstream(
  server: ToolServer,
  handler: Omit<ServerMessageHandler, 'onListChanged'>,
  changed: (list: ListName) => void,
  scope: Scope,
  ports: TokenPorts,
): Upstream {
  const upstream = connectUpstream(server, { ...handler, onListChanged: listChanged }, scope, ports);
  const standing = healthReporter(upstream, scope, ports);
  const punctuality = { isOverdue: false };
  const list = <Name extends ListName>(name: Name, ask: () => Promise<readonly Lists[Name][]>) =>
    cachedList(ask, ports.clock, () => changed(name), punctuality);
  const pages = <Name extends Exclude<ListName, 'tools'>>(name: Name, capability: 'prompts' | 'resources') =>
    list(name, async () => {
      const { capabilities } = await upstream.session();
      return capabilities[capability] ? listed(upstream, name, ports.clock) : [];
    });
  let hidden: readonly Tool[] = [];
  const lists: Upstream['lists'] = {
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
  { server, forward }: UpstreamConnection,
  name: Name,
  clock: TokenPorts['clock'],
): Promise<readonly Lists[Name][]> {
  const readPage = async (cursor: string | undefined) => {
    const params = cursor === undefined ? {} : { cursor };
    const answer = await forward({ method: METHODS[name], params }, { timeout: PAGE_MILLISECONDS });
    return { items: answer[name] as Lists[Name][], nextCursor: answer.nextCursor as string | undefined };
  };
  return readAllPages({ url: server.url, clock, readPage });
}
