import { seconds } from '../option-values.ts';
import type { Declare } from '../program.ts';
import type { GatewayCommandOptions } from './run.ts';

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
    .option('--audit-durable', 'write a line to the disk before a call goes out, which is refused when that fails')
    .option('--hold-new', 'hide new tools and prompts until they are approved; remembered until --no-hold-new')
    .option('--no-hold-new', 'offer new tools and prompts at once again')
    .option('--call-timeout <seconds>', 'how long one call may be silent (default: 300)', seconds)
    .action(
      act<GatewayCommandOptions>(async (context, options) => {
        const { runGateway } = await import('./run.ts');
        return runGateway(context, options);
      }),
    );
