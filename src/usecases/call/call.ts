/** One tool, called once. */

import { nearest } from '../../manifest/nearest.ts';
import {
  checkArguments,
  isArgument,
  parsedArguments,
  type ToolArguments,
  typedArguments,
} from '../../mcp/arguments.ts';
import type { Elicit } from '../../mcp/elicitation.ts';
import type { CallToolResult, Tool } from '../../mcp/session.ts';
import { mayBeNamed } from '../../mcp/tool-names.ts';
import { hint } from '../../next-step.ts';
import type { Scope } from '../../ports/index.ts';
import type { TerminalPorts } from '../../ports/person.ts';
import { printable } from '../../printable.ts';
import { Refusal } from '../../refusal.ts';
import { resolveTarget, type ToolServer, toolServers } from '../../targets.ts';
import { type Sending, withCachedTools } from '../../tools/cached-tools.ts';
import { clearServerCache } from '../../tools/server-cache.ts';
import {
  type HiddenOffer,
  hiddenTools,
  isFromCache,
  nameConflict,
  type OfferedTool,
  offered,
  refusals,
  type ServerTools,
  type ToolPorts,
  withTools,
} from '../../tools/tools.ts';
import { answerElicitation, type ElicitChoice } from './answer-elicitation.ts';

export interface Call {
  readonly tool: OfferedTool;
  readonly result: CallToolResult;
}

export interface CallOptions {
  /** Who answers when the server asks something meanwhile. */
  readonly elicit: ElicitChoice;
  /** How long the tool may be silent. Milliseconds. */
  readonly timeout?: number;
}

/** Where a tool is looked for, and under which name. */
interface Search {
  readonly name: string;
  /** Unset: the name is a namespaced one. */
  readonly target?: string;
  readonly servers: readonly ToolServer[];
  /** Servers that cannot have it; asked only for what else could have been meant. */
  readonly elsewhere: readonly ToolServer[];
}

/** Arguments of a tool on standard input: no more than a server would take. */
const MOST_INPUT = 10 * 1024 * 1024;

/**
 * `TOOL [ARGUMENT…]` with a namespaced name, or `TARGET TOOL [ARGUMENT…]` with the server's own. A tool that
 * reports an error is a result, not a refusal. Refuses `tool-unknown`, `tool-changed`, `tool-name-conflict`, `arguments-invalid`,
 * and what the server and the way to it refuse.
 */
export async function call(
  words: readonly string[],
  { elicit: choice, timeout }: CallOptions,
  scope: Scope,
  ports: ToolPorts & Pick<TerminalPorts, 'files' | 'progress' | 'prompts'>,
): Promise<Call> {
  const { progress } = ports;
  const names = words.slice(0, 2).filter((word, index) => index === 0 || !isArgument(word));
  const input = await readArguments(words.slice(names.length), ports);
  const search = await searchFor(names, scope, ports);
  progress.step(`Looking for ${search.name}`);
  let called: OfferedTool | undefined;
  // Nothing is asked of a person before a tool is called.
  const elicit: Elicit = async (elicitation) =>
    called ? answerElicitation(elicitation, called, choice, ports) : { action: 'cancel' };
  const callOnce = async (listed: ServerTools[], sending: Sending) => {
    const { tool, session: open } = pick(listed, search) ?? (await missing(listed, search, scope, ports));
    const args = input(tool.tool.inputSchema);
    checkArguments(args, tool.tool.inputSchema);
    const session = await open();
    sending(tool.tool, session);
    called = tool;
    progress.step(printable(`Calling ${tool.tool.name} of ${tool.server.displayName}`));
    const result = await session.callTool(tool.tool, args, {
      timeout,
      onProgress: ({ message, progress: done, total }) =>
        progress.step(printable(message ?? `${done} of ${total ?? 'many'}`)),
    });
    // Some servers call an unknown tool, or arguments of an old definition, an error of the tool.
    if (result.isError) await clearServerCache(tool.server, scope, ports);
    return { tool, result };
  };
  return withCachedTools(search.servers, scope, ports, callOnce, elicit).finally(() => progress.done());
}

/** Standard input and JSON are read before anything is asked of a server; `key=value` waits for the schema. */
async function readArguments(
  words: readonly string[],
  { files }: Pick<TerminalPorts, 'files'>,
): Promise<(inputSchema: Tool['inputSchema']) => ToolArguments> {
  const [only, ...more] = words;
  if (only === undefined) return () => ({});
  const isJson = only === '-' || /^\s*[{[]/.test(only);
  if (!isJson) return (inputSchema) => typedArguments(words, inputSchema);
  if (more.length > 0) {
    throw new Refusal('arguments-invalid', {
      what: 'The arguments are given in two ways.',
      why: `After one JSON object comes ${more.join(' ')}.`,
      hint: 'Give one JSON object, or key=value words.',
    });
  }
  const args = parsedArguments(only === '-' ? await files.readInput(MOST_INPUT) : only);
  return () => args;
}

async function searchFor([first = '', second]: readonly string[], scope: Scope, { state }: ToolPorts): Promise<Search> {
  if (second === undefined) {
    const all = await toolServers(scope.project, state);
    const servers = all.filter(({ namespace }) => mayBeNamed(first, namespace));
    return { name: first, servers, elsewhere: all.filter((server) => !servers.includes(server)) };
  }
  const target = await resolveTarget(first, scope, state);
  const servers = target.kind === 'server' ? [target.server] : target.servers;
  return { name: second, target: first, servers, elsewhere: [] };
}

/** The tool and the session with its server. Refuses `tool-name-conflict`. */
function pick(listed: readonly ServerTools[], { name, target }: Search) {
  const found = offered(listed).filter(
    (each) => each.name === name || (target !== undefined && each.tool.name === name),
  );
  if (found.length > 1) throw nameConflict({ name, tools: found });
  const [tool] = found;
  const home = listed.find((each) => each.server === tool?.server);
  return tool && home && 'session' in home ? { tool, session: home.session } : undefined;
}

/** A server that did not answer may have the tool, so its refusal goes first. */
async function missing(listed: readonly ServerTools[], search: Search, scope: Scope, ports: ToolPorts): Promise<never> {
  const { name, target, elsewhere } = search;
  // Whoever is only remembered is asked before anybody else is.
  if (isFromCache(listed)) throw toolUnknown([], search);
  const hidden = hiddenTools(listed).find((each) => each.name === name || (target && each.tool.name === name));
  if (hidden) throw changed(hidden);
  const [refusal] = refusals(listed);
  if (refusal) throw refusal;
  const others = await withTools(elsewhere, scope, ports, async (each) => offered(each));
  const known = [...offered(listed), ...others].map((each) => (target === undefined ? each.name : each.tool.name));
  throw toolUnknown(known, search);
}

function toolUnknown(known: readonly string[], { name, target }: Search): Refusal {
  const meant = nearest(name, known);
  return new Refusal('tool-unknown', {
    what: `There is no tool called ${name} in ${target ?? 'this project'}.`,
    why: known.length === 0 ? 'It has no tools at all.' : undefined,
    hint: hint`${meant ? `Did you mean ${meant}? ` : ''}See ${{ do: 'tools', target }}`,
    details: { tools: known },
  });
}

function changed({ name, server, tool }: HiddenOffer): Refusal {
  return new Refusal('tool-changed', {
    what: `The definition of ${tool.name} of ${server.name} has changed since it was accepted.`,
    why: 'What a tool says it does is what models act on, so a change is looked at first.',
    hint: hint`See the difference, and accept it: ${{ do: 'approve-tools', tools: [name] }}`,
    details: { server: server.name, tool: tool.name },
  });
}
