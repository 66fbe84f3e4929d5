/** `connect`, from its options to its output: one target after the other. */

import { connectedDocument } from '../../documents/connected.ts';
import { hint } from '../../next-step.ts';
import type { References } from '../../ports/person.ts';
import { isUrl, urlTarget } from '../../providers/url-target.ts';
import type { AssertionSource, RedirectHost } from '../../records.ts';
import { Refusal } from '../../refusal.ts';
import { resolveTarget } from '../../targets.ts';
import { connect } from '../../usecases/connect/connect.ts';
import { type ConnectInput, storedAssertion } from '../../usecases/connect/input.ts';
import type { Connected } from '../../usecases/connect/result.ts';
import { unconnectedTargets } from '../../usecases/connect/unconnected-targets.ts';
import type { Context } from '../context.ts';
import { AUTH_PARAM, readPair } from '../pairs.ts';
import { literalSecret, readSecret } from '../secret-reference.ts';
import { askAboutHosts } from './ask-about-hosts.ts';
import { consentInBrowser } from './consent-in-browser.ts';
import { afterFailedConnect, isNew } from './new-server.ts';
import { connectedText } from './text.ts';

export interface ConnectCommandOptions {
  readonly all?: boolean;
  /** A command, or `false` for --no-browser. */
  readonly browser?: string | false;
  readonly paste?: boolean;
  readonly device?: boolean;
  readonly port?: number;
  readonly redirectHost?: RedirectHost;
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

const DEFAULT_TIMEOUT_SECONDS = 300;

/** Returns whether every server accepted its token. */
export async function runConnect(
  context: Context,
  options: ConnectCommandOptions,
  targets: readonly string[],
): Promise<boolean> {
  const { ports, globals, output } = context;
  const names = options.all ? await unconnectedTargets(globals, ports) : targets;
  if (names.length === 0 && !options.all) throw targetMissing();
  const { references } = ports;
  const input = await readOptions(options, references);
  const given = assertionOption(options, references);
  const openConsentChannel = consentInBrowser(
    { opens: options.browser !== false && !options.paste, pastes: options.paste === true },
    { ...ports, output },
  );
  const all: Connected[] = [];
  for (const name of names) {
    const target = isUrl(name)
      ? await urlTarget(name, options.name, globals, ports)
      : await resolveTarget(name, globals, ports.state);
    const connectNow = async () => {
      const source = given ?? storedAssertion(target);
      const assertion = source && { source, token: await references.resolve(source.reference) };
      return connect({ ...input, target, assertion }, globals, {
        ...ports,
        openConsentChannel,
        agreeToHosts: (hosts) => askAboutHosts(hosts, { do: 'connect', target: name }, ports),
      });
    };
    const connected = await connectNow().catch(async (thrown: unknown) => {
      throw isNew(target) ? await afterFailedConnect(target.server, thrown, context) : thrown;
    });
    all.push(connected);
    if (!globals.json) connectedText(connected, output);
  }
  if (globals.json) output.json(connectedDocument(all));
  else if (all.length === 0) output.say('Everything is connected.');
  return all.every(({ verdicts }) => verdicts.every(({ refusal }) => refusal === undefined));
}

/** What the options say of every target. */
async function readOptions(
  options: ConnectCommandOptions,
  references: References,
): Promise<Omit<ConnectInput, 'target' | 'assertion'>> {
  const { clientSecret: secret } = options;
  return {
    consentBy: options.device ? 'device' : 'browser',
    port: options.port,
    redirectHost: options.redirectHost,
    timeoutSeconds: options.timeout ?? DEFAULT_TIMEOUT_SECONDS,
    scopes: options.scope ?? [],
    clientMetadataUrl: options.clientMetadataUrl,
    clientId: options.clientId,
    clientSecret: secret === undefined ? undefined : await readSecret('--client-secret', secret, references),
    authParams: Object.fromEntries((options.authParam ?? []).map((text) => readPair(text, AUTH_PARAM))),
  };
}

function assertionOption(options: ConnectCommandOptions, references: References): AssertionSource | undefined {
  const { assertion: reference } = options;
  if (reference === undefined) return undefined;
  if (!references.isReference(reference)) throw literalSecret('--assertion', ' ');
  return { reference, exchange: exchangeOf(options) };
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
