import type { Context } from '../context.ts';
import type { Declare } from '../program.ts';

export const statusCommand: Declare = (program, act) =>
  program
    .command('status')
    .description('show who is connected to what, until when, with which scopes, and what to do')
    .option('--agent <name>', 'whether the servers of this agent can be used now; they are asked')
    .action(
      act<{ agent?: string }>(async (context, { agent }) => {
        if (agent !== undefined) return showAgentStatus(agent, context);
        const { ports, globals, output } = context;
        const [{ status }, { statusDocument, statusText }] = await Promise.all([
          import('../../usecases/status.ts'),
          import('../render/status.ts'),
        ]);
        const targets = await status(globals, ports);
        if (globals.json) output.json(statusDocument(targets));
        else await statusText(targets, ports.clock.now(), output);
        return undefined;
      }),
    );

async function showAgentStatus(agent: string, { ports, globals, output }: Context): Promise<undefined> {
  const [{ agentStatus }, { agentStatusDocument, agentStatusText }] = await Promise.all([
    import('../../usecases/agents/agent-status.ts'),
    import('../render/agent.ts'),
  ]);
  const statuses = await agentStatus(agent, globals, ports);
  if (globals.json) output.json(agentStatusDocument(agent, globals.user, statuses));
  else await agentStatusText(statuses, output);
}
