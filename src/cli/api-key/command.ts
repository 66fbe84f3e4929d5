import { collect, duration } from '../option-values.ts';
import type { Declare } from '../program.ts';
import type { CreateOptions } from './run.ts';

export const apiKeyCommand: Declare = (program, act) => {
  const apiKey = program.command('api-key').description('keys of backends and of CI, for the server');
  apiKey
    .command('create')
    .description('make a key and print it, once')
    .argument('<name>', 'unique among those that were not revoked')
    .requiredOption('--role <role>', 'owner, admin, builder, member, auditor or web-app')
    .option('--web-app <name>', 'the web app whose users it speaks for (default: "default")')
    .option('--agent <name>', 'an agent that it is limited to; repeatable', collect)
    .option('--expires <time>', 'when it ends by itself, for example 90d', duration)
    .action(
      act<CreateOptions>(async (context, options, name: string) => {
        const { runCreate } = await import('./run.ts');
        return runCreate(context, options, name);
      }),
    );
  apiKey
    .command('list')
    .description('list the keys of the project, with those that were revoked')
    .action(
      act(async (context) => {
        const { runList } = await import('./run.ts');
        return runList(context);
      }),
    );
  apiKey
    .command('revoke')
    .description('end a key, and the sessions and tokens that were made with it')
    .argument('<name>', 'its name or its id')
    .action(
      act(async (context, _options, name: string) => {
        const { runRevoke } = await import('./run.ts');
        return runRevoke(context, name);
      }),
    );
};
