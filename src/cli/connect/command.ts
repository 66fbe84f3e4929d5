import { Option } from 'commander';
import { EXIT } from '../../refusal.ts';
import { collect, port, seconds } from '../option-values.ts';
import type { Declare } from '../program.ts';
import type { ConnectCommandOptions } from './run.ts';

export const connectCommand: Declare = (program, act) =>
  program
    .command('connect')
    .description('ask for consent in the browser, and keep the tokens')
    .argument('[target...]', 'collections, apps/collections, providers, servers or URLs')
    .option('--all', 'everything that is not connected')
    .option('--browser <command>', 'the browser to open (BROWSER)')
    .option('--no-browser', 'show the address instead of opening it')
    .option('--paste', 'take the redirect as text, from a browser on another machine')
    .option('--device', 'confirm a code on another device (RFC 8628)')
    .option('--port <n>', 'the port of the callback', port)
    .addOption(
      new Option('--redirect-host <host>', 'the host of the callback (default: 127.0.0.1); remembered').choices([
        '127.0.0.1',
        'localhost',
      ]),
    )
    .option('--timeout <seconds>', 'how long to wait for the browser (default: 300)', seconds)
    .option('--scope <scope>', 'ask for this scope too (repeatable)', collect)
    .addOption(
      new Option('--client-metadata-url <url>', 'where our client metadata is published').env(
        'MCPCTL_CLIENT_METADATA_URL',
      ),
    )
    .option('--client-id <id>', 'a client that you registered')
    .option('--client-secret <reference>', 'its secret: env:NAME, file:PATH, - or op://…')
    .option(
      '--assertion <reference>',
      'ask nobody: a JWT for the JWT bearer grant, or the ID token to exchange for one',
    )
    .option('--idp-token-endpoint <url>', 'with --assertion: where the ID token is exchanged')
    .option('--idp-client-id <id>', 'with --assertion: our client there')
    .option('--auth-param <name=value>', 'an extra parameter of the authorization request (repeatable)', collect)
    .option('--name <name>', 'with a URL: what to call the server')
    .action(
      act<ConnectCommandOptions>(async (context, options, targets: string[]) => {
        const { runConnect } = await import('./run.ts');
        return (await runConnect(context, options, targets)) ? EXIT.done : EXIT.refused;
      }),
    );
