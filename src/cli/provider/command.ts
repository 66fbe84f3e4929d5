import { type Command, Option } from 'commander';
import { collect } from '../option-values.ts';
import type { Declare } from '../program.ts';
import type { ProviderOptions } from './run.ts';

export const providerCommand: Declare = (program, act) => {
  const provider = program
    .command('provider')
    .description('OAuth providers made by hand, which manifests name with oauth_app');
  withSettings(
    provider
      .command('create')
      .description('make a provider; without options, a person at a terminal is asked')
      .argument('[name]', 'kebab-case, unique'),
  ).action(
    act<ProviderOptions>(async (context, options, name?: string) => {
      const { runCreate } = await import('./run.ts');
      return runCreate(context, name, options);
    }),
  );
  provider
    .command('list')
    .description('list the providers of the project')
    .action(
      act(async (context) => {
        const { runList } = await import('./run.ts');
        return runList(context);
      }),
    );
  provider
    .command('show')
    .description('show one provider whole, without its secret')
    .argument('<provider>', 'its name')
    .action(
      act(async (context, _options, name: string) => {
        const { runShow } = await import('./run.ts');
        return runShow(context, name);
      }),
    );
  withSettings(
    provider.command('update').description('change what is given, keep the rest').argument('<provider>', 'its name'),
  ).action(
    act<ProviderOptions>(async (context, options, name: string) => {
      const { runUpdate } = await import('./run.ts');
      return runUpdate(context, name, options);
    }),
  );
  provider
    .command('delete')
    .description('delete a provider; tokens are revoked')
    .argument('<provider>', 'its name')
    .option('--force', 'also when collections use it')
    .action(
      act<{ force?: boolean }>(async (context, { force }, name: string) => {
        const { runDelete } = await import('./run.ts');
        return runDelete(context, name, force);
      }),
    );
};

function withSettings(command: Command): Command {
  return command
    .option('--display-name <text>', 'the label that people see')
    .addOption(
      new Option('--grant-type <grant>', 'how tokens are got').choices(['authorization_code', 'client_credentials']),
    )
    .option('--client-id <id>', 'the client that you registered')
    .option('--client-secret <reference>', 'its secret: env:NAME, file:PATH, -, op://..., exec:...')
    .option('--scopes <scopes>', 'default scopes, separated by blanks')
    .option('--pkce', 'use PKCE (the default)')
    .option('--no-pkce', 'do without PKCE')
    .option('--authorization-endpoint <url>', 'default: discovered')
    .option('--token-endpoint <url>', 'default: discovered')
    .option('--revocation-endpoint <url>', 'default: discovered')
    .option('--auth-param <name=value>', 'an extra parameter of the authorization request (repeatable)', collect);
}
