/** One tool, called once. */

import { nearest } from '../manifest/nearest.ts';
import { checkArguments, isArgument, parsedArguments, type ToolArguments, typedArguments } from '../mcp/arguments.ts';
import { mayBeNamed, nameConflicts } from '../mcp/names.ts';
import type { CallToolResult, Tool } from '../mcp/session.ts';
import type { Ports, Scope } from '../ports.ts';
import { Refusal } from '../refusal.ts';
import { type SessionPorts, withSession } from './serversession.ts';
import { resolveTarget, type ToolServer, toolServers } from './targets.ts';
import { listTools, nameConflict, type OfferedTool, offered, refusals } from './tools.ts';

export interface Call {
  readonly tool: OfferedTool;
  readonly result: CallToolResult;
}

/** Arguments of a tool on standard input: no more than a server would take. */
const MOST_INPUT = 10 * 1024 * 1024;

/**
 * `TOOL [ARGUMENT…]` with a namespaced name, or `TARGET TOOL [ARGUMENT…]` with the server's own. A tool that
 * reports an error is a result, not a refusal. Refuses `tool-unknown`, `tool-name-conflict`, `arguments-invalid`,
 * and what the server and the way to it refuse.
 */
export async function call(
  words: readonly string[],
  scope: Scope,
  ports: SessionPorts & Pick<Ports, 'files' | 'progress'>,
): Promise<Call> {
  const names = words.slice(0, 2).filter((word, index) => index === 0 || !isArgument(word));
  const argumentWords = words.slice(names.length);
  const [first = '', second] = names;
  const input = await readArguments(argumentWords, ports);
  const tool = second === undefined ? await findTool(first, scope, ports) : await toolOf(first, second, scope, ports);
  const args = input(tool.tool.inputSchema);
  checkArguments(args, tool.tool.inputSchema);
  ports.progress.step(`Calling ${tool.tool.name} of ${tool.server.displayName}`);
  const result = await withSession(tool.server, scope, ports, (session) =>
    session.callTool(tool.tool, args, {
      onProgress: ({ message, progress, total }) => ports.progress.step(message ?? `${progress} of ${total ?? '?'}`),
    }),
  ).finally(() => ports.progress.done());
  return { tool, result };
}

/** Standard input and JSON are read before anything is asked of a server; `key=value` waits for the schema. */
async function readArguments(
  words: readonly string[],
  { files }: Pick<Ports, 'files'>,
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

/** Asks only the servers that can have a tool of this name. */
async function findTool(name: string, scope: Scope, ports: SessionPorts & Pick<Ports, 'progress'>) {
  const servers = await toolServers(scope.project, ports.state);
  const candidates = servers.filter(({ namespace }) => mayBeNamed(name, namespace));
  ports.progress.step(`Looking for ${name}`);
  const listed = await listTools(candidates, scope, ports).finally(() => ports.progress.done());
  const found = offered(listed).filter((tool) => tool.name === name);
  const [conflict] = nameConflicts(found);
  if (conflict) throw nameConflict(conflict);
  const [tool] = found;
  if (tool) return tool;
  const [refusal] = refusals(listed);
  if (refusal) throw refusal;
  const others = await listTools(
    servers.filter((server) => !candidates.includes(server)),
    scope,
    ports,
  );
  throw unknownTool(
    name,
    [...offered(listed), ...offered(others)].map((each) => each.name),
  );
}

async function toolOf(target: string, own: string, scope: Scope, ports: SessionPorts): Promise<OfferedTool> {
  const resolved = await resolveTarget(target, scope, ports.state);
  const servers: readonly ToolServer[] = resolved.kind === 'server' ? [resolved.server] : resolved.servers;
  const listed = await listTools(servers, scope, ports);
  const found = offered(listed).filter(({ tool, name }) => tool.name === own || name === own);
  if (found.length > 1) throw nameConflict({ name: own, tools: found });
  const [tool] = found;
  if (tool) return tool;
  const [refusal] = refusals(listed);
  if (refusal) throw refusal;
  throw unknownTool(
    own,
    offered(listed).map((each) => each.tool.name),
    target,
  );
}

function unknownTool(name: string, known: readonly string[], target?: string): Refusal {
  const meant = nearest(name, known);
  const where = target === undefined ? 'this project' : target;
  return new Refusal('tool-unknown', {
    what: `There is no tool called ${name} in ${where}.`,
    why: known.length === 0 ? 'It has no tools at all.' : undefined,
    hint: `${meant ? `Did you mean ${meant}? ` : ''}See mcpctl tools${target === undefined ? '' : ` ${target}`}`,
    details: { tools: known },
  });
}
