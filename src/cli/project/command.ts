import type { Declare } from '../program.ts';

export const projectCommand: Declare = (program, act) => {
  const project = program.command('project').description('the projects of this state, which share nothing');
  project
    .command('create')
    .description('make an empty one; a new name for --project makes one as well')
    .argument('<name>')
    .action(
      act(async (context, _options, name: string) => {
        const { runCreate } = await import('./run.ts');
        return runCreate(context, name);
      }),
    );
  project
    .command('list')
    .description('list them')
    .action(
      act(async (context) => {
        const { runList } = await import('./run.ts');
        return runList(context);
      }),
    );
  project
    .command('delete')
    .description('delete one with all that is in it; tokens are revoked')
    .argument('<name>')
    .action(
      act(async (context, _options, name: string) => {
        const { runDelete } = await import('./run.ts');
        return runDelete(context, name);
      }),
    );
};
