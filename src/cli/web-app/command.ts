import type { Declare } from '../program.ts';
import type { WebAppOptions } from './run.ts';

export const webAppCommand: Declare = (program, act) => {
  const webApp = program.command('web-app').description('web apps whose users connect accounts of their own');
  webApp
    .command('create')
    .description('make a web app')
    .argument('<name>', 'unique in the project')
    .option('--origin <url...>', 'the origins of its pages, for example https://shop.example')
    .option('--verify-url <url>', 'where it confirms who began a consent, with its own login')
    .action(
      act<WebAppOptions>(async (context, options, name: string) => {
        const { runCreate } = await import('./run.ts');
        return runCreate(context, options, name);
      }),
    );
  webApp
    .command('list')
    .description('list the web apps of the project')
    .action(
      act(async (context) => {
        const { runList } = await import('./run.ts');
        return runList(context);
      }),
    );
  webApp
    .command('update')
    .description('change what is given; where an origin goes, sessions of the web app end')
    .argument('<name>')
    .option('--origin <url...>', 'all of its origins, instead of those it has')
    .option('--verify-url <url>', 'empty to have none')
    .action(
      act<WebAppOptions>(async (context, options, name: string) => {
        const { runUpdate } = await import('./run.ts');
        return runUpdate(context, options, name);
      }),
    );
  webApp
    .command('delete')
    .description('delete a web app with its keys and end users; tokens are revoked')
    .argument('<name>')
    .action(
      act(async (context, _options, name: string) => {
        const { runDelete } = await import('./run.ts');
        return runDelete(context, name);
      }),
    );
};
