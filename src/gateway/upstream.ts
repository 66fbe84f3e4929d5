/** A server that takes part: its connection, and the newest answer for each of its lists. */
import type { Prompt, Resource, ResourceTemplateType as ResourceTemplate } from '@modelcontextprotocol/server';
import { PAGE_MILLISECONDS } from '../mcp/list-tools.ts';
import { readAllPages } from '../mcp/pagination.ts';
import type { ListKind, ServerMessageHandler } from '../mcp/server-messages.ts';
import type { Tool } from '../mcp/session.ts';
import { alikeNames } from '../mcp/tool-names.ts';
import type { Clock } from '../ports/index.ts';
import { Refusal } from '../refusal.ts';
import { pinnedTools } from '../tools/pinned-tools.ts';
import { type CachedList, cachedList } from './cached-list.ts';
import { healthReporter } from './report-health.ts';
import { connectUpstream, type UpstreamConnection, type UpstreamConnectionOptions } from './upstream-connection.ts';

export interface Lists {
  readonly tools: Tool;
  readonly prompts: Prompt;
  readonly resources: Resource;
  readonly resourceTemplates: ResourceTemplate;
}

export type ListName = keyof Lists;

export interface Upstream extends UpstreamConnection {
  readonly lists: { readonly [Name in ListName]: CachedList<Lists[Name]> };
  /** Closes it. Calls that are under way end with the reason. */
  leave(why: Departure): Promise<void>;
  /** Tools that are not exposed because their definitions have changed, or because they are new and held. */
  hiddenTools(): readonly Tool[];
  /** The same of prompts. */
  hiddenPrompts(): readonly Prompt[];
  /** The names that get a hash, because two of them would be one name for a client. Decided over the whole list. */
  alikeNames(list: 'tools' | 'prompts'): ReadonlySet<string>;
}

/** Why a server does not take part any more. */
export type Departure = 'gone' | 'changed';

export interface UpstreamOptions extends Omit<UpstreamConnectionOptions, 'handler'> {
  readonly handler: Omit<ServerMessageHandler, 'onListChanged'>;
  /** Whether new tools and prompts are hidden until somebody accepts them; as it is stored, when left out. */
  readonly holdNew?: boolean;
  /** Called when an answer differs from the one before. */
  readonly onListChanged: (list: ListName) => void;
}

export function createUpstream({ handler, onListChanged, holdNew, ...options }: UpstreamOptions): Upstream {
  const { server, scope, ports } = options;
  /** Asks at once, so that clients hear of the change when the new list is there. */
  const refresh = (kind: ListKind) => {
    const names: ListName[] = kind === 'resources' ? ['resources', 'resourceTemplates'] : [kind];
    for (const name of names) {
      lists[name].expire();
      void lists[name].read();
    }
  };
  const connection = connectUpstream({ ...options, handler: { ...handler, onListChanged: refresh } });
  const reportList = healthReporter({ connection, scope, ports, use: 'list' });
  const reportCall = healthReporter({ connection, scope, ports, use: 'call' });
  const punctuality = { isOverdue: false };
  const list = <Name extends ListName>(name: Name, ask: () => Promise<readonly Lists[Name][]>) =>
    cachedList({ ask, clock: ports.clock, punctuality, onChanged: () => onListChanged(name) });
  const readWith = async <Name extends PagedListName>(capability: 'prompts' | 'resources', name: Name) => {
    const { capabilities } = await connection.session();
    return capabilities[capability] ? readList(connection, name, ports.clock) : [];
  };
  let hidden: readonly Tool[] = [];
  let hiddenPrompts: readonly Prompt[] = [];
  const pinning = { server, project: scope.project, holdNew };
  const alike: Record<'tools' | 'prompts', ReadonlySet<string>> = { tools: new Set(), prompts: new Set() };
  const lists: Upstream['lists'] = {
    tools: list('tools', () =>
      reportList(async () => {
        const { tools } = await connection.listTools();
        const judgement = await pinnedTools({ ...pinning, tools }, ports);
        hidden = judgement.hidden.map(({ tool }) => tool);
        alike.tools = alikeNames(tools.map(({ name }) => name));
        return judgement.tools;
      }),
    ),
    prompts: list('prompts', async () => {
      const prompts = await readWith('prompts', 'prompts');
      const judgement = await pinnedTools({ ...pinning, tools: prompts, kind: 'prompt' }, ports);
      hiddenPrompts = judgement.hidden.map(({ tool }) => tool);
      alike.prompts = alikeNames(prompts.map(({ name }) => name));
      return judgement.tools;
    }),
    resources: list('resources', () => readWith('resources', 'resources')),
    resourceTemplates: list('resourceTemplates', () => readWith('resources', 'resourceTemplates')),
  };
  let departure: Departure | undefined;
  return {
    ...connection,
    async forward(request, forwardOptions) {
      try {
        return await reportCall(() => connection.forward(request, forwardOptions));
      } catch (thrown) {
        throw departure === undefined ? thrown : departed(server, departure);
      }
    },
    leave(why) {
      departure = why;
      return connection.close();
    },
    lists,
    hiddenTools: () => hidden,
    hiddenPrompts: () => hiddenPrompts,
    alikeNames: (name) => alike[name],
  };
}

function departed({ name }: Pick<UpstreamConnection['server'], 'name'>, why: Departure): Refusal {
  return new Refusal('target-unknown', {
    what: `${name} ${why === 'gone' ? 'is not served here any more' : 'has other settings than when the call began'}.`,
    why:
      why === 'gone'
        ? 'It was deleted or taken from the agent, or the agent was deleted, while the call ran.'
        : 'Somebody has changed it while the call ran.',
    hint: why === 'gone' ? 'Use another server, or ask who runs this one.' : 'Call it again.',
  });
}

type PagedListName = Exclude<ListName, 'tools'>;

const METHODS = {
  prompts: 'prompts/list',
  resources: 'resources/list',
  resourceTemplates: 'resources/templates/list',
} as const;

function readList<Name extends PagedListName>(
  { server, forward }: UpstreamConnection,
  name: Name,
  clock: Clock,
): Promise<readonly Lists[Name][]> {
  const readPage = async (cursor: string | undefined) => {
    const params = cursor === undefined ? {} : { cursor };
    const page = await forward({ method: METHODS[name], params }, { timeout: PAGE_MILLISECONDS });
    return { items: page[name] as Lists[Name][], nextCursor: page.nextCursor as string | undefined };
  };
  return readAllPages({ url: server.url, clock, readPage });
}
