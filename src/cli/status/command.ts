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
        const [{ status }, { drifts }, { driftDocument, statusDocument }, { statusText }, { driftLines }] =
          await Promise.all([
            import('../../tools/connection-status.ts'),
            import('../../usecases/install/drift.ts'),
            import('../../documents/status.ts'),
            import('./text.ts'),
            import('./drift.ts'),
          ]);
        const targets = await status(globals, ports);
        const drifted = await drifts(globals, ports);
        if (globals.json) {
          output.json({ ...statusDocument(targets), drift: drifted.map(driftDocument) });
          return undefined;
        }
        await statusText(targets, ports.clock.now(), output);
        for (const line of driftLines(drifted, output)) output.say(line);
        return undefined;
      }),
    );

async function showAgentStatus(agent: string, { ports, globals, output }: Context): Promise<undefined> {
  const [{ agentStatus }, { agentStatusDocument }, { agentStatusText }] = await Promise.all([
    import('../../usecases/agents/agent-status.ts'),
    import('../../documents/status.ts'),
    import('../agent/text.ts'),
  ]);
  const statuses = await agentStatus(agent, globals, ports);
  if (globals.json) output.json(agentStatusDocument(agent, globals.user, statuses));
  else await agentStatusText(statuses, output);
}
