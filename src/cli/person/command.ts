import { collect } from '../option-values.ts';
import type { Declare } from '../program.ts';
import type { AddOptions, LinkOptions } from './run.ts';

const ROLES = 'owner, admin, builder, member or auditor';
const PRINT_LINK = 'print the link also where no terminal is';

export const personCommand: Declare = (program, act) => {
  const person = program.command('person').description('the people who may use the server, and their roles');
  person
    .command('add')
    .description('add somebody, and make a link that lets them in once')
    .argument('<name>', 'unique in the project; no e-mail address')
    .requiredOption('--role <role>', ROLES)
    .option('--agent <name>', 'an agent that it may use; repeatable', collect)
    .option('--print-link', PRINT_LINK)
    .action(
      act<AddOptions>(async (context, options, name: string) => {
        const { runAdd } = await import('./run.ts');
        return runAdd(context, options, name);
      }),
    );
  person
    .command('list')
    .description('list the people of the project')
    .action(
      act(async (context) => {
        const { runList } = await import('./run.ts');
        return runList(context);
      }),
    );
  person
    .command('role')
    .description('give somebody another role')
    .argument('<person>')
    .argument('<role>', ROLES)
    .action(
      act(async (context, _options, name: string, role: string) => {
        const { runRole } = await import('./run.ts');
        return runRole(context, { name, role });
      }),
    );
  person
    .command('link')
    .description('make another link that lets somebody in once')
    .argument('<person>')
    .option('--print-link', PRINT_LINK)
    .action(
      act<LinkOptions>(async (context, options, name: string) => {
        const { runLink } = await import('./run.ts');
        return runLink(context, options, name);
      }),
    );
  person
    .command('remove')
    .description('remove somebody; its accounts end, and tokens are revoked')
    .argument('<person>')
    .action(
      act(async (context, _options, name: string) => {
        const { runRemove } = await import('./run.ts');
        return runRemove(context, name);
      }),
    );
};
