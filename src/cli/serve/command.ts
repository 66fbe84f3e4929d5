import { Option } from 'commander';
import type { Declare } from '../program.ts';
import { type ServeCommandOptions, USUAL_ADDRESS } from './options.ts';

export const serveCommand: Declare = (program, act) =>
  program
    .command('serve')
    .description('serve the HTTP API, MCP clients and the consents of people, until Ctrl-C')
    .addOption(
      option('--listen <host:port>', `where to listen; port 0 takes any free port (default: ${USUAL_ADDRESS})`),
    )
    .addOption(
      option('--public-url <url>', 'the URL that clients use, with https; needed where other machines reach it'),
    )
    .addOption(option('--internal-listen <host:port>', 'where metrics and health are served without a token'))
    .addOption(option('--tls-cert <file>', 'serve https with this certificate; TLS is done in front when left out'))
    .addOption(option('--tls-key <file>', 'the private key of the certificate'))
    .addOption(option('--trusted-proxy <cidr...>', 'proxies whose X-Forwarded-For is believed'))
    .addOption(
      option('--allow-network <cidr[:port]...>', 'networks that servers may be in although they are not public'),
    )
    .addOption(option('--gateway-only', 'serve MCP clients alone'))
    .addOption(option('--audit-arguments', 'write into the audit what tools are called with'))
    .addOption(option('--audit-durable', 'write a row before a call goes out, which is refused when that fails'))
    .action(
      act<ServeCommandOptions>(async (context, options) => {
        const { runServe } = await import('./run.ts');
        return runServe(context, options);
      }),
    );

/** Each option is a variable of the environment too: `--public-url` is MCPCTL_PUBLIC_URL. */
function option(flags: string, description: string): Option {
  const made = new Option(flags, description);
  return made.env(`MCPCTL_${made.name().toUpperCase().replaceAll('-', '_')}`);
}
