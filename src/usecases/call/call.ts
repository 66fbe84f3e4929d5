/** Calls one tool once. */
import { nearest } from '../../manifest/nearest.ts';
import { checkArguments, type ToolArguments, typedArguments } from '../../mcp/arguments.ts';
import type { Answer, Elicit, Elicitation } from '../../mcp/elicitation.ts';
import type { CallToolResult, Tool } from '../../mcp/session.ts';
import { mayBeNamed } from '../../mcp/tool-names.ts';
import { hint } from '../../next-step.ts';
import type { Ports, Scope } from '../../ports/index.ts';
import { printable } from '../../printable.ts';
import { Refusal } from '../../refusal.ts';
import { resolveTarget, type ToolServer, toolServers } from '../../targets.ts';
import { type Sending, withCachedTools } from '../../tools/cached-tools.ts';
import { clearServerCache } from '../../tools/server-cache.ts';
import { withCallHealth } from '../../tools/server-health.ts';
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

export interface CallInput {
  /** A namespaced name; with a target, the name that the server itself uses. */
  readonly tool: string;
  readonly target?: string;
  readonly arguments: CallArguments;
  /** How long the tool may be silent. Milliseconds. */
  readonly timeout?: number;
}

/** Arguments, or `key=value` words that get their types from the schema of the tool. */
export type CallArguments = { readonly object: ToolArguments } | { readonly words: readonly string[] };

/** Answers what a server asks during the call of this tool. */
export type AnswerElicitation = (elicitation: Elicitation, tool: OfferedTool) => Promise<Answer>;

export type CallPorts = ToolPorts & Pick<Ports, 'progress'> & { readonly elicit: AnswerElicitation };

export interface Call {
  readonly tool: OfferedTool;
  readonly result: CallToolResult;
}

/** The servers that may have a tool, and the name to look for. */
interface Search {
  readonly scope: Scope;
  readonly name: string;
  /** Undefined when the name is a namespaced one. */
  readonly target?: string;
  readonly servers: readonly ToolServer[];
  /** Servers that cannot have the tool. They are asked only for names that the person could have meant. */
  readonly elsewhere: readonly ToolServer[];
}

/**
 * A tool that reports an error is a result, not a refusal.
 *
 * @throws Refusal `tool-unknown`, `tool-changed`, `tool-name-conflict`, `arguments-invalid`, and what the server and the
 * connection to it refuse.
 */
export async function call(input: CallInput, scope: Scope, ports: CallPorts): Promise<Call> {
  const { progress } = ports;
  const search = await searchFor(input, scope, ports);
  progress.step(`Looking for ${search.name}`);
  let called: OfferedTool | undefined;
  // A server may ask only after a tool is called.
  const elicit: Elicit = async (elicitation) => (called ? ports.elicit(elicitation, called) : { action: 'cancel' });
  const callOnce = async (listed: ServerTools[], sending: Sending) => {
    const { tool, inSession } = pick(listed, search) ?? (await missing(listed, search, ports));
    const args = argumentsFor(tool.tool, input.arguments);
    checkArguments(args, tool.tool.inputSchema);
    const result = await withCallHealth(
      inSession((session) => {
        sending(tool.tool, session);
        called = tool;
        progress.step(printable(`Calling ${tool.tool.name} of ${tool.server.displayName}`));
        return session.callTool(tool.tool, args, {
          timeout: input.timeout,
          onProgress: ({ message, progress: done, total }) =>
            progress.step(printable(message ?? `${done} of ${total ?? 'many'}`)),
        });
      }),
      { server: tool.server, scope },
      ports,
    );
    // Some servers report an unknown tool, or arguments of an outdated definition, as an error of the tool.
    if (result.isError) await clearServerCache(tool.server, scope, ports);
    return { tool, result };
  };
  return withCachedTools({ servers: search.servers, scope, elicit }, ports, callOnce).finally(() => progress.done());
}

function argumentsFor({ inputSchema }: Tool, given: CallArguments): ToolArguments {
  return 'object' in given ? given.object : typedArguments(given.words, inputSchema);
}

async function searchFor({ tool: name, target }: CallInput, scope: Scope, { state }: ToolPorts): Promise<Search> {
  if (target === undefined) {
    const all = await toolServers(scope.project, state);
    const servers = all.filter(({ namespace }) => mayBeNamed(name, namespace));
    return { scope, name, servers, elsewhere: all.filter((server) => !servers.includes(server)) };
  }
  const found = await resolveTarget(target, scope, state);
  const servers = found.kind === 'server' ? [found.server] : found.servers;
  return { scope, name, target, servers, elsewhere: [] };
}

/** @throws Refusal `tool-name-conflict`. */
function pick(listed: readonly ServerTools[], { name, target }: Search) {
  const found = offered(listed).filter(
    (each) => each.name === name || (target !== undefined && each.tool.name === name),
  );
  if (found.length > 1) throw nameConflict({ name, tools: found });
  const [tool] = found;
  const home = listed.find((each) => each.server === tool?.server);
  return tool && home && 'inSession' in home ? { tool, inSession: home.inSession } : undefined;
}

/** A server that did not answer may have the tool, so its refusal is the reason. */
async function missing(listed: readonly ServerTools[], search: Search, ports: ToolPorts): Promise<never> {
  const { scope, name, target, elsewhere } = search;
  // This refusal makes the caller ask the servers whose cached tools were used.
  if (isFromCache(listed)) throw toolUnknown([], search);
  const hidden = hiddenTools(listed).find((each) => each.name === name || (target && each.tool.name === name));
  if (hidden) throw changed(hidden);
  const [refusal] = refusals(listed);
  if (refusal) throw refusal;
  const others = await withTools({ servers: elsewhere, scope }, ports, async (each) => offered(each));
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

function changed({ name, server, tool, accepted }: HiddenOffer): Refusal {
  return new Refusal('tool-changed', {
    what:
      accepted === 'null'
        ? `${tool.name} of ${server.name} is new, and nobody has accepted it yet.`
        : `The definition of ${tool.name} of ${server.name} has changed since it was accepted.`,
    why: 'A model acts on what a tool says it does, so a person looks at it first.',
    hint: hint`See the difference, and accept it: ${{ do: 'approve-tools', tools: [name] }}`,
    details: { server: server.name, tool: tool.name },
  });
}
