import { describe, expect, it } from 'vitest';
import { createSecrets } from '../../../src/adapters/vault.ts';
import type { SecretContext } from '../../../src/ports/index.ts';
import { idOfPrincipal, localPrincipal } from '../../../src/principal.ts';
import type { Sealed } from '../../../src/records.ts';
import { Secret } from '../../../src/secret.ts';

const key = Buffer.alloc(32, 1);
const context: SecretContext = {
  project: 'default',
  owner: 'p1',
  column: 'client_secret',
  issuer: 'https://auth.example.com',
  tokenEndpoint: 'https://auth.example.com/token',
  clientId: 'client',
  principal: idOfPrincipal(localPrincipal('ada')),
  origins: ['https://crm.example.com'],
  generation: 7,
};
const secrets = createSecrets(async () => key);

describe('a sealed secret', () => {
  it('opens where it belongs', async () => {
    const sealed = await secrets.seal(new Secret('pässword'), context);
    expect((await secrets.open(sealed, context)).reveal()).toBe('pässword');
  });

  it('is different every time, and shows nothing', async () => {
    const sealed = await Promise.all([1, 2].map(() => secrets.seal(new Secret('password'), context)));
    expect(sealed[0]).not.toBe(sealed[1]);
    expect(sealed.join()).not.toContain('password');
  });

  it.each([
    ['project', 'other'],
    ['owner', 'p2'],
    ['column', 'refresh_token'],
    ['issuer', 'https://evil.example.com'],
    ['issuer', undefined],
    ['tokenEndpoint', 'https://evil.example.com/token'],
    ['clientId', 'other'],
    ['principal', idOfPrincipal(localPrincipal('bob'))],
    ['principal', undefined],
    ['origins', ['https://evil.example.com']],
    ['origins', []],
    ['generation', 8],
    ['generation', undefined],
  ] as const)('does not open under another %s', async (part, value) => {
    const sealed = await secrets.seal(new Secret('password'), context);
    await expect(secrets.open(sealed, { ...context, [part]: value })).rejects.toMatchObject({
      code: 'secret-unreadable',
    });
  });

  it('does not let one part of the context run into the next', async () => {
    const sealed = await secrets.seal(new Secret('password'), { project: 'a', owner: 'b","c', column: 'd' });
    const moved = { project: 'a","b', owner: 'c', column: 'd' };
    await expect(secrets.open(sealed, moved)).rejects.toMatchObject({ code: 'secret-unreadable' });
  });

  it('does not open when a byte was changed', async () => {
    const sealed = await secrets.seal(new Secret('password'), context);
    const another = sealed.at(-2) === 'A' ? 'B' : 'A';
    const changed = (sealed.slice(0, -2) + another + sealed.at(-1)) as Sealed;
    await expect(secrets.open(changed, context)).rejects.toMatchObject({ code: 'secret-unreadable' });
    await expect(secrets.open('nonsense' as Sealed, context)).rejects.toMatchObject({ code: 'secret-unreadable' });
  });

  it('says so when it was encrypted under another master key', async () => {
    const sealed = await secrets.seal(new Secret('password'), context);
    const others = createSecrets(async () => Buffer.alloc(32, 2));
    await expect(others.open(sealed, context)).rejects.toMatchObject({
      code: 'secret-unreadable',
      why: 'It was encrypted under another master key.',
    });
  });

  it('asks for the master key when it is first needed, and once', async () => {
    let asked = 0;
    const counting = createSecrets(async () => {
      asked++;
      return key;
    });
    expect(asked).toBe(0);
    await Promise.all([counting.seal(new Secret('one'), context), counting.seal(new Secret('two'), context)]);
    expect(asked).toBe(1);
  });
});
