/** The prompts of servers whose definitions have changed, or that are new and held, under the names that clients use. */
import { listPrompts, type Prompt } from '../mcp/list-prompts.ts';
import { alikeNames, toolName } from '../mcp/tool-names.ts';
import { Refusal } from '../refusal.ts';
import type { ToolServer } from '../targets.ts';
import { pinnedTools } from './pinned-tools.ts';
import type { HiddenTool } from './pins.ts';
import type { ServerTools, ToolPorts } from './tools.ts';

export interface HiddenPrompt extends HiddenTool<Prompt> {
  readonly name: string;
  readonly server: ToolServer;
  readonly kind: 'prompt';
}

/** Asks each server that has listed its tools. One that does not list its prompts hides nothing of others. */
export async function changedPrompts(
  listed: readonly ServerTools[],
  project: string,
  ports: ToolPorts,
): Promise<HiddenPrompt[]> {
  const found = listed.map((each) =>
    'tools' in each
      ? promptsOf(each, project, ports).catch((thrown) => {
          if (thrown instanceof Refusal) return [];
          throw thrown;
        })
      : [],
  );
  return (await Promise.all(found)).flat();
}

async function promptsOf(
  { server, inSession }: Extract<ServerTools, { tools: unknown }>,
  project: string,
  ports: ToolPorts,
): Promise<HiddenPrompt[]> {
  const { url, namespace } = server;
  const prompts = await inSession((session) => listPrompts(session, { url, clock: ports.clock }));
  const { hidden } = await pinnedTools({ server, tools: prompts, project, kind: 'prompt' }, ports);
  const alike = alikeNames(prompts.map(({ name }) => name));
  const named = async (each: HiddenTool<Prompt>) => ({
    name: await toolName(namespace, each.tool.name, alike),
    server,
  });
  return Promise.all(hidden.map(async (each) => ({ ...each, ...(await named(each)), kind: 'prompt' as const })));
}
