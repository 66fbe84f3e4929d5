/** The `provider` commands, from their options to their output. */

import { providerDocument } from '../../documents/installation.ts';
import { revocationDocument } from '../../documents/revocations.ts';
import type { GrantType } from '../../manifest/types.ts';
import { hint } from '../../next-step.ts';
import { parseScopes } from '../../plan/scopes.ts';
import type { References } from '../../ports/person.ts';
import { printable } from '../../printable.ts';
import type { ProviderSettings } from '../../providers/provider-settings.ts';
import type { Provider } from '../../records.ts';
import { deleteProvider } from '../../usecases/servers/delete-provider.ts';
import { createProvider, listProviders, showProvider } from '../../usecases/servers/provider.ts';
import { updateProvider } from '../../usecases/servers/update-provider.ts';
import { askAboutConsequences } from '../ask-about-consequences.ts';
import type { Context } from '../context.ts';
import { AUTH_PARAM, readPair } from '../option-values.ts';
import { revocationLines } from '../render/revocations.ts';
import { writeTable } from '../render/table.ts';
import { runAsking } from '../run-asking.ts';
import { readSecret } from '../secret-reference.ts';
import { providerText } from '../show/text.ts';

export interface ProviderOptions {
  readonly displayName?: string;
  readonly grantType?: GrantType;
  readonly clientId?: string;
  /** A reference, never the secret itself. */
  readonly clientSecret?: string;
  /** Separated by blanks. */
  readonly scopes?: string;
  readonly pkce?: boolean;
  readonly authorizationEndpoint?: string;
  readonly tokenEndpoint?: string;
  readonly revocationEndpoint?: string;
  /** `NAME=VALUE` each. */
  readonly authParam?: readonly string[];
}

export async function runCreate(context: Context, name: string, options: ProviderOptions): Promise<undefined> {
  const { ports, globals } = context;
  const settings = await settingsOf(options, ports.references);
  tell(await createProvider({ name, settings }, globals, ports), 'Created', context);
}

export async function runUpdate(context: Context, name: string, options: ProviderOptions): Promise<undefined> {
  const { ports, globals } = context;
  const settings = await settingsOf(options, ports.references);
  const { provider, ended, kept, scopesAdded } = await runAsking(
    (given) => updateProvider({ name, settings, ...given }, globals, ports),
    askAboutConsequences(context, { do: 'update', what: 'provider', name }),
  );
  tell(provider, 'Updated', context);
  const { output } = context;
  for (const line of revocationLines(ended.map((each) => ({ providerName: name, ...each })))) output.say(line);
  if (ended.length > 0) output.say(hint`Next: ${{ do: 'connect', target: name }}`);
  if (kept === 0) return undefined;
  output.say(kept === 1 ? 'The consent to it stays good.' : `The ${kept} consents to it stay good.`);
  if (scopesAdded.length > 0) {
    const scopes = printable(scopesAdded.join(' '));
    output.say(hint`They do not have the new scopes ${scopes}. Next: ${{ do: 'connect', target: name }}`);
  }
  return undefined;
}

export async function runShow({ ports, globals, output }: Context, name: string): Promise<undefined> {
  const provider = await showProvider(name, globals, ports);
  if (globals.json) output.json(providerDocument(provider));
  else output.data(providerText(provider, output.color));
}

export async function runList({ ports, globals, output }: Context): Promise<undefined> {
  const providers = await listProviders(globals, ports);
  if (globals.json) output.json({ providers: providers.map(providerDocument) });
  else if (providers.length === 0) output.say('This project has no provider.');
  else {
    writeTable(
      providers,
      [
        { title: 'provider', text: ({ name }) => name, whole: true },
        { title: 'origin', text: ({ origin }) => origin },
        { title: 'grant', text: ({ grantType }) => grantType },
        { title: 'client id', text: ({ clientId }) => clientId ?? '-' },
        { title: 'secret', text: ({ clientSecret }) => (clientSecret ? 'stored' : '-') },
        { title: 'scopes', text: ({ scopes }) => scopes.map(({ scope }) => scope).join(' ') || '-' },
      ],
      output,
    );
  }
}

export async function runDelete(context: Context, providerName: string, force?: boolean): Promise<undefined> {
  const { ports, globals, output } = context;
  const deleted = await runAsking(
    (given) => deleteProvider({ name: providerName, force, ...given }, globals, ports),
    askAboutConsequences(context, { do: 'delete', what: 'provider', name: providerName }),
  );
  const revocations = deleted.revocations.map((each) => ({ providerName, ...each }));
  if (globals.json) output.json({ outcome: 'done', revocations: revocations.map(revocationDocument) });
  else output.data([...revocationLines(revocations), `Deleted ${providerName}.`].join('\n'));
}

function tell(provider: Provider, done: string, { globals, output }: Context): void {
  if (globals.json) output.json(providerDocument(provider));
  else output.data(`${done} ${provider.name}.\n\n${providerText(provider, output.color)}`);
}

/** @throws Refusal `secret-literal-refused`, `reference-unresolved`, `usage`. */
async function settingsOf(options: ProviderOptions, references: References): Promise<ProviderSettings> {
  const { clientSecret, scopes, authParam = [], ...settings } = options;
  return {
    ...settings,
    clientSecret:
      clientSecret === undefined ? undefined : await readSecret('--client-secret', clientSecret, references),
    scopes: scopes === undefined ? undefined : parseScopes(scopes),
    authParams: Object.fromEntries(authParam.map((text) => readPair(text, AUTH_PARAM))),
  };
}
