/** Asks a person at a terminal for what the form of a provider has (the seed's table), in its order. */
import { canParseUrl } from '../../can-parse-url.ts';
import { isKebabCase } from '../../manifest/names.ts';
import { parseScopes } from '../../plan/scopes.ts';
import type { Prompts } from '../../ports/person.ts';
import type { ProviderSettings } from '../../providers/provider-settings.ts';
import { Refusal } from '../../refusal.ts';

/** Asks for the name of a provider. */
export async function askName(prompts: Prompts): Promise<string> {
  if (!prompts.allowed) {
    throw new Refusal('usage', {
      what: 'Say what the provider is called.',
      why: 'Manifests refer to it by a kebab-case name, and there is no terminal to ask on.',
      hint: 'Give it as the first argument, such as my-crm-oauth.',
    });
  }
  for (;;) {
    const name = (
      await prompts.text({ message: 'Name, by which manifests refer to it (such as my-crm-oauth)' })
    ).trim();
    if (isKebabCase(name)) return name;
  }
}

/** What is left empty takes its default. */
export async function askSettings(name: string, prompts: Prompts): Promise<ProviderSettings> {
  const ask = async (message: string, initial?: string) => {
    const answer = (await prompts.text({ message, initial })).trim();
    return answer === '' ? undefined : answer;
  };
  const displayName = await ask('Label that people see', name);
  const clientId = await ask('Client id (empty: registered when somebody connects)');
  const clientSecret = clientId !== undefined && (await hasSecret(prompts)) ? await askSecret(prompts) : undefined;
  const scopes = await ask('Default scopes, separated by blanks');
  const pkce = await usesPkce(prompts);
  const authorizationEndpoint = await askUrl('Authorization endpoint (empty: discovered)', ask);
  const tokenEndpoint = await askUrl('Token endpoint (empty: discovered)', ask);
  const revocationEndpoint = await askUrl('Revocation endpoint (empty: discovered)', ask);
  return {
    displayName,
    clientId,
    clientSecret,
    scopes: scopes === undefined ? undefined : parseScopes(scopes),
    pkce,
    authorizationEndpoint,
    tokenEndpoint,
    revocationEndpoint,
  };
}

const askSecret = (prompts: Prompts) => prompts.secret({ message: 'Client secret' });

async function hasSecret({ choose }: Prompts): Promise<boolean> {
  const choices = [
    { value: 'no', name: 'no, it is a public client' },
    { value: 'yes', name: 'yes' },
  ] as const;
  return (await choose({ message: 'Does the client have a secret?', choices })) === 'yes';
}

async function usesPkce({ choose }: Prompts): Promise<boolean> {
  const choices = [
    { value: 'yes', name: 'yes' },
    { value: 'no', name: 'no: the code is protected less' },
  ] as const;
  return (await choose({ message: 'Use PKCE?', choices })) === 'yes';
}

/** Asks again for what is no URL. */
async function askUrl(
  message: string,
  ask: (message: string) => Promise<string | undefined>,
): Promise<string | undefined> {
  for (;;) {
    const answer = await ask(message);
    if (answer === undefined || canParseUrl(answer)) return answer;
  }
}
