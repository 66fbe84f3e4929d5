/** The `provider` commands, from their options to their output. */

import type { GrantType } from '../../manifest/types.ts';
import { hint } from '../../next-step.ts';
import {
  providerCreate,
  providerDelete,
  providerList,
  providerShow,
  providerUpdate,
} from '../../operations/provider.ts';
import { parseScopes } from '../../plan/scopes.ts';
import type { References } from '../../ports/person.ts';
import { printable } from '../../printable.ts';
import type { ProviderSettings } from '../../providers/provider-settings.ts';
import type { Provider } from '../../records.ts';
import type { DeletedProvider } from '../../usecases/servers/delete-provider.ts';
import type { UpdatedProvider } from '../../usecases/servers/update-provider.ts';
import { askAboutConsequences } from '../ask-about-consequences.ts';
import type { Context } from '../context.ts';
import { AUTH_PARAM, readPair } from '../pairs.ts';
import { revocationLines } from '../render/revocations.ts';
import { writeTable } from '../render/table.ts';
import { printOperation } from '../run-operation.ts';
import { readSecret } from '../secret-reference.ts';
import { providerText } from '../show/text.ts';
import { askName, askSettings } from './ask-settings.ts';

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

const SETTINGS = [
  ...(['displayName', 'grantType', 'clientId', 'clientSecret', 'scopes', 'pkce'] as const),
  ...(['authorizationEndpoint', 'tokenEndpoint', 'revocationEndpoint', 'authParam'] as const),
] satisfies readonly (keyof ProviderOptions)[];

/** A person who gives no option, and has not said yes to all defaults, is asked for the settings. */
export async function runCreate(
  context: Context,
  given: string | undefined,
  options: ProviderOptions,
): Promise<undefined> {
  const { prompts, references } = context.ports;
  const isAsked = prompts.allowed && !prompts.yes && SETTINGS.every((each) => options[each] === undefined);
  const name = given ?? (await askName(prompts));
  const settings = isAsked ? await askSettings(name, prompts) : await settingsOf(options, references);
  const tell = (provider: Provider) => tellProvider(provider, 'Created', context);
  await printOperation(providerCreate, { input: { name, settings }, tell }, context);
}

export async function runUpdate(context: Context, name: string, options: ProviderOptions): Promise<undefined> {
  const { output, ports } = context;
  const settings = await settingsOf(options, ports.references);
  const asking = askAboutConsequences(context, { do: 'update', what: 'provider', name });
  const tell = ({ provider }: UpdatedProvider) => tellProvider(provider, 'Updated', context);
  const updated = await printOperation(providerUpdate, { input: { name, settings }, tell, asking }, context);
  const { ended, kept, scopesAdded } = updated;
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

export async function runShow(context: Context, name: string): Promise<undefined> {
  const { output } = context;
  const tell = (provider: Provider) => output.data(providerText(provider, output.color));
  await printOperation(providerShow, { input: { name }, tell }, context);
}

export async function runList(context: Context): Promise<undefined> {
  await printOperation(
    providerList,
    { input: {}, tell: ({ providers }) => tellProviders(providers, context) },
    context,
  );
}

export async function runDelete(context: Context, name: string, force?: boolean): Promise<undefined> {
  const asking = askAboutConsequences(context, { do: 'delete', what: 'provider', name });
  const tell = ({ revocations }: DeletedProvider) => {
    const lines = revocationLines(revocations.map((each) => ({ providerName: name, ...each })));
    context.output.data([...lines, `Deleted ${name}.`].join('\n'));
  };
  await printOperation(providerDelete, { input: { name, force }, tell, asking }, context);
}

function tellProvider(provider: Provider, done: string, { output }: Context): void {
  output.data(`${done} ${provider.name}.\n\n${providerText(provider, output.color)}`);
}

function tellProviders(providers: readonly Provider[], { output }: Context): void {
  if (providers.length === 0) {
    output.say('This project has no provider.');
    return;
  }
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
