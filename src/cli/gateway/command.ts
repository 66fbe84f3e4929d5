import { hint } from '../../next-step.ts';
import type { HttpAddress } from '../../ports/index.ts';
import { seconds } from '../option-values.ts';
import type { Declare } from '../program.ts';
import { listenAddress, usage } from './options.ts';

interface GatewayCommandOptions {
  readonly stdio?: boolean;
  readonly http?: string;
  readonly listenPublic?: boolean;
  readonly showToken?: boolean;
  readonly agent?: string;
  readonly target?: string[];
  readonly prefix: boolean;
  readonly callTimeout?: number;
  readonly auditArguments?: boolean;
}

export const gatewayCommand: Declare = (program, act) =>
  program
    .command('gateway')
    .description('serve everything installed, or what an agent may use, to an MCP client')
    .option('--stdio', 'on standard input and output: what a client configuration starts')
    .option('--http <[host:]port>', 'over Streamable HTTP, at /mcp and /mcp/AGENT; on 127.0.0.1 when there is no host')
    .option('--listen-public', 'allow --http to listen where other machines reach it')
    .option('--show-token', 'print the bearer token that clients of --http need')
    .option('--agent <name>', 'only what is attached to this agent')
    .option('--target <name...>', 'only these collections, servers or providers')
    .option('--no-prefix', 'one server with its own names; goes with one --target')
    .option('--audit-arguments', 'write into the audit log what tools are called with')
    .option('--call-timeout <seconds>', 'how long one call may be silent (default: 300)', seconds)
    .action(
      act<GatewayCommandOptions>(async ({ serveGateway, ports, globals, output }, options) => {
        if (options.showToken) {
          const { gatewayToken } = await import('../../tokens/gateway-token.ts');
          output.disclose((await gatewayToken(globals, ports)).reveal());
          return undefined;
        }
        const { target: targets = [], agent, prefix, callTimeout } = options;
        if ((options.stdio === true) === (options.http !== undefined)) {
          throw usage('The gateway is served in one of two ways.', 'Add --stdio, or --http PORT');
        }
        if (!prefix && targets.length !== 1) {
          throw usage(
            '--no-prefix is for one server.',
            hint`Name it: ${{ do: 'run', words: ['gateway', '--stdio', '--target', 'NAME', '--no-prefix'] }}`,
          );
        }
        const http: HttpAddress | undefined =
          options.http === undefined
            ? undefined
            : {
                ...listenAddress(options.http, options.listenPublic === true),
                listening: (url) =>
                  output.say(
                    hint`Serving on ${url}\nClients need its token: ${{ do: 'run', words: ['gateway', '--show-token'] }}`,
                  ),
              };
        const { auditArguments = false } = options;
        await serveGateway({ targets, agent, prefix, http, callTimeout, auditArguments }, globals);
        return undefined;
      }),
    );
