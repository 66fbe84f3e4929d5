import { type Command, Option } from 'commander';
import { collect } from '../option-values.ts';
import type { Declare } from '../program.ts';
import type { ServerCommandOptions } from './settings.ts';

export const serverCommand: Declare = (program, act) => {
  const server = program.command('server').description('MCP servers made by hand, without a manifest');
  withSettings(
    server
      .command('create')
      .description('make a server: discover what it wants, fill what is missing, register a client where none is given')
      .argument('[name]', 'unique in the project')
      .argument('[url]', 'of its MCP endpoint')
      .option('-f, --file <file>', 'a server document instead (schema mcp-server), or - for standard input'),
  ).action(
    act<ServerCommandOptions>(async (context, options, name?: string, url?: string) => {
      const { runCreate } = await import('./run.ts');
      return runCreate(context, options, { name, url });
    }),
  );
  server
    .command('list')
    .description('list the servers: those made by hand, and the collections of installed apps')
    .action(
      act(async (context) => {
        const { runList } = await import('./run.ts');
        return runList(context);
      }),
    );
  server
    .command('show')
    .description('show one server whole, and where each value came from')
    .argument('<name>')
    .action(
      act(async (context, _options, name: string) => {
        const { runShow } = await import('./run.ts');
        return runShow(context, name);
      }),
    );
  withSettings(
    server
      .command('update')
      .description('change what is given, keep the rest; another URL, issuer or client ends the consents')
      .argument('<name>')
      .option('--url <url>', 'of its MCP endpoint'),
  ).action(
    act<ServerCommandOptions>(async (context, options, name: string) => {
      const { runUpdate } = await import('./run.ts');
      return runUpdate(context, options, name);
    }),
  );
  server
    .command('delete')
    .description('delete a server made by hand; tokens are revoked')
    .argument('<name>')
    .action(
      act(async (context, _options, name: string) => {
        const { runDelete } = await import('./run.ts');
        return runDelete(context, name);
      }),
    );
};

function withSettings(command: Command): Command {
  return command
    .addOption(
      new Option('--auth <type>', 'how requests are authorized (default: discovered)').choices([
        'none',
        'token',
        'oauth_client_credentials',
        'oauth_authorization_code_public_pkce',
        'oauth_authorization_code_confidential_pkce',
      ]),
    )
    .option('--client-id <id>', 'a client that you registered')
    .option('--client-secret <reference>', 'its secret: env:NAME, file:PATH, -, op://..., exec:...')
    .option('--token <reference>', 'a fixed bearer token, as a reference')
    .option('--scope <scope>', 'ask for this scope (repeatable; default: discovered)', collect)
    .option('--resource <resource>', 'what tokens are for (RFC 8707): a URL or a URN')
    .option('--auth-url <url>', 'default: discovered')
    .option('--token-url <url>', 'default: discovered')
    .option('--register-url <url>', 'default: discovered')
    .option('--header <name=reference>', 'a header of every request (repeatable)', collect)
    .option('--no-check', 'do not try a new token, header or client secret at the server');
}
