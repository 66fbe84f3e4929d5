/** `connect`: from its options to the use case, one target after the other, and what it says of each. */

import { hint } from '../../next-step.ts';
import { isUrl, urlTarget } from '../../providers/url-target.ts';
import { Refusal } from '../../refusal.ts';
import { resolveTarget } from '../../targets.ts';
import { connect } from '../../usecases/connect/connect.ts';
import { type ConnectOptions, DEFAULT_TIMEOUT_SECONDS } from '../../usecases/connect/options.ts';
import type { Connected } from '../../usecases/connect/result.ts';
import { unconnectedTargets } from '../../usecases/connect/unconnected-targets.ts';
import type { Context } from '../context.ts';
import { connectedDocument, connectedText } from './text.ts';

export interface ConnectCommandOptions {
  readonly all?: boolean;
  /** A command, or `false` for --no-browser. */
  readonly browser?: string | false;
  readonly paste?: boolean;
  readonly device?: boolean;
  readonly port?: number;
  readonly timeout?: number;
  readonly scope?: readonly string[];
  readonly clientMetadataUrl?: string;
  readonly clientId?: string;
  readonly clientSecret?: string;
  readonly assertion?: string;
  readonly idpTokenEndpoint?: string;
  readonly idpClientId?: string;
  readonly authParam?: readonly string[];
  readonly name?: string;
}

/** Whether every server took its token. */
export async function runConnect(
  { ports, globals, output }: Context,
  options: ConnectCommandOptions,
  targets: readonly string[],
): Promise<boolean> {
  const names = options.all ? await unconnectedTargets(globals, ports) : targets;
  if (names.length === 0 && !options.all) throw targetMissing();
  const way = await readOptions(options, ports);
  const all: Connected[] = [];
  for (const name of names) {
    const target = isUrl(name)
      ? await urlTarget(name, options.name, globals, ports)
      : await resolveTarget(name, globals, ports.state);
    const connected = await connect(target, way, globals, ports);
    all.push(connected);
    if (!globals.json) connectedText(connected, output);
  }
  if (globals.json) output.json(connectedDocument(all));
  else if (all.length === 0) output.say('Everything is connected.');
  return all.every(({ verdicts }) => verdicts.every(({ refusal }) => refusal === undefined));
}

async function readOptions(options: ConnectCommandOptions, { references }: Context['ports']): Promise<ConnectOptions> {
  const { clientSecret: secret, assertion } = options;
  if (secret !== undefined && !references.isReference(secret)) throw secretLiteral('--client-secret');
  if (assertion !== undefined && !references.isReference(assertion)) throw secretLiteral('--assertion');
  return {
    way: wayOf(options),
    port: options.port,
    timeoutSeconds: options.timeout ?? DEFAULT_TIMEOUT_SECONDS,
    scopes: options.scope ?? [],
    clientMetadataUrl: options.clientMetadataUrl,
    clientId: options.clientId,
    clientSecret: secret === undefined ? undefined : await references.resolve(secret),
    assertion: assertion === undefined ? undefined : { reference: assertion, exchange: exchangeOf(options) },
    authParams: Object.fromEntries((options.authParam ?? []).map(nameAndValue)),
  };
}

function wayOf({ browser, paste, device }: ConnectCommandOptions): ConnectOptions['way'] {
  if (device) return 'device';
  if (paste) return 'paste';
  return browser === false ? 'print' : 'open';
}

function nameAndValue(text: string): [string, string] {
  const at = text.indexOf('=');
  if (at > 0) return [text.slice(0, at), text.slice(at + 1)];
  throw new Refusal('usage', {
    what: `--auth-param wants NAME=VALUE, and got "${text}".`,
    hint: 'For example: --auth-param access_type=offline',
  });
}

function targetMissing(): Refusal {
  return new Refusal('usage', {
    what: 'Say what to connect.',
    hint: hint`See what there is with ${{ do: 'status' }}, or connect it all: ${{ do: 'connect-all' }}`,
  });
}

function exchangeOf({ idpTokenEndpoint: tokenEndpoint, idpClientId: clientId }: ConnectCommandOptions) {
  if (tokenEndpoint === undefined && clientId === undefined) return undefined;
  if (tokenEndpoint !== undefined && clientId !== undefined) return { tokenEndpoint, clientId };
  throw new Refusal('usage', {
    what: 'The exchange of an ID token needs both --idp-token-endpoint and --idp-client-id.',
    hint: 'Give both, or none for an assertion that is used as it is.',
  });
}

function secretLiteral(option: string): Refusal {
  return new Refusal('secret-literal-refused', {
    what: `${option} takes no secret itself, since every process can read the command line.`,
    hint: 'Give a reference: env:NAME, file:PATH, op://vault/item/field, or - for standard input.',
  });
}
