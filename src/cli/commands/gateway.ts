import { Refusal } from '../../refusal.ts';
import type { Declare } from '../program.ts';

interface GatewayCommandOptions {
  readonly stdio?: boolean;
  readonly target?: string[];
  readonly prefix: boolean;
  readonly callTimeout?: string;
}

export const gatewayCommand: Declare = (program, act) =>
  program
    .command('gateway')
    .description('serve everything installed to an MCP client')
    .option('--stdio', 'on standard input and output: what a client configuration starts')
    .option('--target <name...>', 'only these collections, servers or providers')
    .option('--no-prefix', 'one server with its own names; goes with one --target')
    .option('--call-timeout <seconds>', 'how long one call may be silent (default: 300)')
    .action(
      act<GatewayCommandOptions>(async ({ serveGateway, globals }, options) => {
        const { target: targets = [], prefix } = options;
        if (!options.stdio) throw usage('The gateway does not know where to serve.', 'Add --stdio');
        if (!prefix && targets.length !== 1) {
          throw usage('--no-prefix is for one server.', 'Name it: mcpctl gateway --stdio --target NAME --no-prefix');
        }
        await serveGateway({ targets, prefix, callTimeout: secondsOf(options.callTimeout) }, globals);
        return undefined;
      }),
    );

function secondsOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const seconds = Number(text);
  if (seconds > 0 && seconds <= 86_400) return seconds;
  throw usage(`--call-timeout ${text} is not a number of seconds.`, 'Give one between 1 and 86400');
}

function usage(what: string, hint: string): Refusal {
  return new Refusal('usage', { what, hint });
}
