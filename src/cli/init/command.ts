import { Option } from 'commander';
import type { Declare } from '../program.ts';
import type { InitOptions } from './run.ts';

export const initCommand: Declare = (program, act) =>
  program
    .command('init')
    .description('write a starter manifest')
    .argument('[dir]', 'the folder to write it into', '.')
    .option('--name <name>', 'the name of the app, in kebab-case')
    .option('--url <url>', 'the URL of its first MCP server')
    .option('--title <title>', 'what people see')
    .addOption(new Option('--auth <auth>', 'how the server is authorized').choices(['none', 'oauth', 'api_key']))
    .addOption(new Option('--format <format>', 'the format of the manifest').choices(['json', 'yaml']).default('json'))
    .action(
      act<InitOptions>(async (context, options, folder: string) => {
        const { runInit } = await import('./run.ts');
        return runInit(context, options, folder);
      }),
    );
