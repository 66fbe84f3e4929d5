import type { Declare } from '../program.ts';
import type { ServeCommandOptions } from './run.ts';

export const serveCommand: Declare = (program, act) =>
  program
    .command('serve')
    .description('serve the HTTP API, MCP clients and the consents of people, until Ctrl-C')
    .option('--listen <host:port>', 'where to listen; port 0 takes any free port (default: 127.0.0.1:7777)')
    .option('--public-url <url>', 'the URL that clients use, with https; needed where other machines reach it')
    .option('--allow-network <cidr[:port]...>', 'networks that servers may be in although they are not public')
    .option('--audit-arguments', 'write into the audit what tools are called with')
    .option('--audit-durable', 'write a row before a call goes out, which is refused when that fails')
    .action(
      act<ServeCommandOptions>(async (context, options) => {
        const { runServe } = await import('./run.ts');
        return runServe(context, options);
      }),
    );
