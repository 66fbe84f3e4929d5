/** The `provider` commands, from their options to their output. */
import { hint } from '../../next-step.ts';
import { printable } from '../../printable.ts';
import type { ProviderSettings } from '../../providers/provider-settings.ts';
import type { Provider } from '../../records.ts';
import {
  createProvider,
  deleteProvider,
  listProviders,
  showProvider,
  updateProvider,
} from '../../usecases/servers/provider.ts';
import type { Context } from '../context.ts';
import { providerDocument } from '../render/installation.ts';
import { revocationDocument, revocationLines } from '../render/revocations.ts';
import { writeTable } from '../render/table.ts';
import { providerText } from '../show/text.ts';

export async function runCreate(context: Context, name: string, settings: ProviderSettings): Promise<undefined> {
  tell(await createProvider(name, settings, context.globals, context.ports), 'Created', context);
}

export async function runUpdate(context: Context, name: string, settings: ProviderSettings): Promise<undefined> {
  const { provider, ended, kept, scopesAdded } = await updateProvider(name, settings, context.globals, context.ports);
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

export async function runDelete(
  { ports, globals, output }: Context,
  providerName: string,
  force: boolean,
): Promise<undefined> {
  const revoked = await deleteProvider(providerName, { force }, globals, ports);
  const revocations = revoked.map((each) => ({ providerName, ...each }));
  if (globals.json) output.json({ outcome: 'done', revocations: revocations.map(revocationDocument) });
  else output.data([...revocationLines(revocations), `Deleted ${providerName}.`].join('\n'));
}

function tell(provider: Provider, done: string, { globals, output }: Context): void {
  if (globals.json) output.json(providerDocument(provider));
  else output.data(`${done} ${provider.name}.\n\n${providerText(provider, output.color)}`);
}
