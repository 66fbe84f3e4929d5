import { expect, it } from 'vitest';
import { askName, askSettings } from '../../../src/cli/provider/ask-settings.ts';
import type { Prompts } from '../../../src/ports/person.ts';
import { Secret } from '../../../src/secret.ts';

/** A person who gives these answers in this order. */
function person(...answers: string[]): Prompts & { readonly asked: string[] } {
  const asked: string[] = [];
  const next = async ({ message }: { message: string }) => {
    asked.push(message);
    return answers.shift() ?? '';
  };
  return {
    asked,
    allowed: true,
    yes: false,
    text: next,
    secret: async (question) => new Secret(await next(question)),
    confirm: async () => true,
    choose: async (question) => (await next(question)) as never,
  };
}

it('asks for what the form has, in its order, and for a secret only where there is a client', async () => {
  const prompts = person('CRM', 'my-id', 'yes', 's3cret', 'read write', 'yes', '', 'no url', 'https://a.example/t', '');
  const settings = await askSettings('my-crm-oauth', prompts);
  expect({ ...settings, clientSecret: settings.clientSecret?.reveal() }).toEqual({
    displayName: 'CRM',
    clientId: 'my-id',
    clientSecret: 's3cret',
    scopes: ['read', 'write'],
    pkce: true,
    authorizationEndpoint: undefined,
    tokenEndpoint: 'https://a.example/t',
    revocationEndpoint: undefined,
  });
  const words = ['Label', 'Client id', 'have a secret', 'Client secret', 'scopes', 'PKCE'];
  expect(prompts.asked).toEqual([
    ...words.map((word) => expect.stringContaining(word)),
    expect.stringContaining('Authorization endpoint'),
    ...['', ''].map(() => expect.stringContaining('Token endpoint')),
    expect.stringContaining('Revocation endpoint'),
  ]);
  const none = person('', '', '', 'no');
  expect(await askSettings('x', none)).toMatchObject({ clientId: undefined, pkce: false, scopes: undefined });
});

it('asks for a name until it is one, and refuses where nobody can be asked', async () => {
  expect(await askName(person('My CRM', 'my-crm'))).toBe('my-crm');
  await expect(askName({ ...person(), allowed: false })).rejects.toMatchObject({ code: 'usage' });
});
