import type { Declare } from '../program.ts';

export const agentCommand: Declare = (program, act) => {
  const agent = program.command('agent').description('which agent may use which servers');
  agent
    .command('create')
    .description('make an agent, which may use nothing yet')
    .argument('<name>', 'unique in the project')
    .action(
      act(async (context, _options, name: string) => {
        const { runCreate } = await import('./run.ts');
        return runCreate(context, name);
      }),
    );
  agent
    .command('list')
    .description('list the agents of the project')
    .action(
      act(async (context) => {
        const { runList } = await import('./run.ts');
        return runList(context);
      }),
    );
  agent
    .command('show')
    .description('show what one agent may use')
    .argument('<name>')
    .action(
      act(async (context, _options, name: string) => {
        const { runShow } = await import('./run.ts');
        return runShow(context, name);
      }),
    );
  agent
    .command('delete')
    .description('delete an agent; servers and connections stay')
    .argument('<name>')
    .action(
      act(async (context, _options, name: string) => {
        const { runDelete } = await import('./run.ts');
        return runDelete(context, name);
      }),
    );
  agent
    .command('attach')
    .description('let an agent use a server')
    .argument('<agent>')
    .argument('<target>', 'a collection, app/collection, server or provider')
    .option('--tools <pattern...>', "only these tools, by the server's own names; * and ? are wildcards")
    .action(
      act<{ tools?: string[] }>(async (context, { tools }, name: string, target: string) => {
        const { runAttach } = await import('./run.ts');
        return runAttach(context, { agent: name, target, tools });
      }),
    );
  agent
    .command('detach')
    .description('no longer let it')
    .argument('<agent>')
    .argument('<target>', 'as attached')
    .action(
      act(async (context, _options, name: string, target: string) => {
        const { runDetach } = await import('./run.ts');
        return runDetach(context, { agent: name, target });
      }),
    );
  agent
    .command('give')
    .description('let people use an agent through a server')
    .argument('<agent>')
    .argument('<person...>', 'as person list shows them')
    .action(
      act(async (context, _options, name: string, people: string[]) => {
        const { runGive } = await import('./run.ts');
        return runGive(context, { agent: name, people });
      }),
    );
  agent
    .command('take')
    .description('no longer let them')
    .argument('<agent>')
    .argument('<person...>', 'as person list shows them')
    .action(
      act(async (context, _options, name: string, people: string[]) => {
        const { runTake } = await import('./run.ts');
        return runTake(context, { agent: name, people });
      }),
    );
};
