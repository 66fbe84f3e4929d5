/** `gateway`: from its options to a gateway that is served, or to its token. */
import { hint } from '../../next-step.ts';
import type { HttpAddress } from '../../ports/index.ts';
import { Refusal } from '../../refusal.ts';
import type { Context } from '../context.ts';
import type { Output } from '../output.ts';
import { listenAddress } from './listen-address.ts';

export interface GatewayCommandOptions {
  readonly stdio?: boolean;
  readonly http?: string;
  readonly listenPublic?: boolean;
  readonly showToken?: boolean;
  readonly agent?: string;
  readonly target?: string[];
  readonly prefix: boolean;
  readonly callTimeout?: number;
  readonly auditArguments?: boolean;
  readonly auditDurable?: boolean;
  readonly holdNew?: boolean;
}

/** @throws Refusal usage, address-refused, and what the gateway refuses when it starts */
export async function runGateway(context: Context, options: GatewayCommandOptions): Promise<undefined> {
  const { serveGateway, ports, globals, output } = context;
  if (options.showToken) {
    const { gatewayToken } = await import('../../tokens/gateway-token.ts');
    output.disclose((await gatewayToken(globals, ports)).reveal());
    return undefined;
  }
  const {
    target: targets = [],
    agent,
    prefix,
    callTimeout,
    auditArguments = false,
    auditDurable = false,
    holdNew,
  } = options;
  if ((options.stdio === true) === (options.http !== undefined)) {
    throw new Refusal('usage', {
      what: 'The gateway is served in one of two ways.',
      hint: 'Add --stdio, or --http PORT',
    });
  }
  if (!prefix && targets.length !== 1) {
    throw new Refusal('usage', {
      what: '--no-prefix is for one server.',
      hint: hint`Name it: ${{ do: 'run', words: ['gateway', '--stdio', '--target', 'NAME', '--no-prefix'] }}`,
    });
  }
  const http = httpAddress(options, output);
  await serveGateway({ targets, agent, prefix, http, callTimeout, auditArguments, auditDurable, holdNew }, globals);
  return undefined;
}

function httpAddress({ http, listenPublic }: GatewayCommandOptions, output: Output): HttpAddress | undefined {
  if (http === undefined) return undefined;
  const showToken = { do: 'run', words: ['gateway', '--show-token'] } as const;
  return {
    ...listenAddress(http, listenPublic === true),
    listening: (url) => output.say(hint`Serving on ${url}\nClients need its token: ${showToken}`),
  };
}
