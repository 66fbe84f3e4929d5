import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Given, isNeeds, type NeedsConfirmation } from '../../../../src/plan/needs.ts';
import type { ProviderSettings } from '../../../../src/providers/provider-settings.ts';
import { Secret } from '../../../../src/secret.ts';
import { clientSecretContext } from '../../../../src/tokens/associated-data.ts';
import { deleteProvider } from '../../../../src/usecases/servers/delete-provider.ts';
import { createProvider, showProvider } from '../../../../src/usecases/servers/provider.ts';
import { updateProvider } from '../../../../src/usecases/servers/update-provider.ts';
import { aConnection, anInstallation } from '../../adapters/records.ts';
import { createWork, SCOPE, type Work } from '../work.ts';

// Providers made by hand: what ends a consent is returned first, and happens only when exactly that is confirmed.

const SETTINGS: ProviderSettings = {
  clientId: 'our-client',
  clientSecret: new Secret('secret of ours'),
  scopes: ['read'],
  tokenEndpoint: 'https://auth.example.com/token',
  authParams: { audience: 'crm' },
};

let work: Work;
beforeEach(async () => {
  work = await createWork();
  await createProvider({ name: 'crm', settings: SETTINGS }, SCOPE, work.ports);
});
afterEach(() => work.close());

const crm = () => showProvider('crm', SCOPE, work.ports);
const connections = () => work.ports.state.read((tables) => tables.connections.list('default'));
const update = (settings: ProviderSettings, given: Given = {}) =>
  updateProvider({ name: 'crm', settings, ...given }, SCOPE, work.ports);

async function connect(): Promise<void> {
  const { id } = await crm();
  await work.ports.state.write((tables) => tables.connections.save(aConnection({ providerId: id })));
}

function needed(outcome: object): NeedsConfirmation {
  if (isNeeds(outcome) && outcome.needs === 'confirmation') return outcome;
  throw new Error('It needs no confirmation.');
}

async function openedSecret(): Promise<string> {
  const provider = await crm();
  if (!provider.clientSecret) throw new Error('It has no secret.');
  return (await work.ports.secrets.open(provider.clientSecret, clientSecretContext(provider))).reveal();
}

describe('a provider made by hand', () => {
  it('keeps its consents when its label, its scopes or its secret change, and says which scopes they lack', async () => {
    await connect();
    const settings = { displayName: 'The CRM', scopes: ['read', 'write'], clientSecret: new Secret('a new secret') };
    expect(await update(settings)).toMatchObject({ ended: [], kept: 1, scopesAdded: ['write'] });
    expect(await crm()).toMatchObject({ displayName: 'The CRM', authParams: { audience: 'crm' } });
    expect(await openedSecret()).toBe('a new secret');
  });

  it('becomes another client without a question where nobody is connected', async () => {
    expect(await update({ clientId: 'another' })).toMatchObject({ provider: { clientId: 'another' }, ended: [] });
    expect(await openedSecret()).toBe('secret of ours');
  });

  it('sends its secret to no other token endpoint, unless it is given again', async () => {
    const tokenEndpoint = 'https://evil.example.com/token';
    await update({ tokenEndpoint });
    expect((await crm()).clientSecret).toBeUndefined();
    await update({ tokenEndpoint: 'https://auth.example.org/token', clientSecret: new Secret('given again') });
    expect(await openedSecret()).toBe('given again');
  });

  it('becomes another client only as it was confirmed', async () => {
    await connect();
    const needs = needed(await update({ clientId: 'another' }));
    expect(needs.consequences).toEqual([
      { kind: 'provider-updated', name: 'crm', changes: [{ field: 'client_id', from: 'our-client', to: 'another' }] },
      { kind: 'connections-ended', of: 'crm', users: ['ada'] },
    ]);
    needed(await update({ clientId: 'a third' }, { confirm: needs.digest }));
    expect([(await crm()).clientId, await connections()]).toMatchObject(['our-client', [{ user: 'ada' }]]);
    const updated = await update({ clientId: 'another' }, { confirm: needs.digest });
    expect(updated).toMatchObject({ ended: [{ user: 'ada' }], kept: 0 });
    expect([(await crm()).clientId, await connections()]).toEqual(['another', []]);
  });

  it('is deleted with its consents, once that is confirmed', async () => {
    await connect();
    const needs = needed(await deleteProvider({ name: 'crm' }, SCOPE, work.ports));
    expect(needs.consequences).toEqual([
      { kind: 'provider-deleted', name: 'crm' },
      { kind: 'connections-ended', of: 'crm', users: ['ada'] },
    ]);
    expect((await crm()).name).toBe('crm');
    const deleted = await deleteProvider({ name: 'crm', confirm: needs.digest }, SCOPE, work.ports);
    expect(deleted).toMatchObject({ revocations: [{ user: 'ada' }] });
    await expect(crm()).rejects.toMatchObject({ code: 'target-unknown' });
  });

  it('is deleted by force without a question, unless somebody is connected', async () => {
    await connect();
    needed(await deleteProvider({ name: 'crm', force: true }, SCOPE, work.ports));
    await work.ports.state.write((tables) => tables.connections.remove('c1'));
    expect(await deleteProvider({ name: 'crm', force: true }, SCOPE, work.ports)).toEqual({
      name: 'crm',
      revocations: [],
    });
  });

  it('is not deleted while an app uses it', async () => {
    const [collection] = anInstallation().collections;
    const used = anInstallation({
      collections: collection ? [{ ...collection, oauthApp: (await crm()).name }] : [],
      oauthBindings: [],
    });
    await work.ports.state.write((tables) => tables.installations.save(used));
    const deletion = deleteProvider({ name: 'crm' }, SCOPE, work.ports);
    await expect(deletion).rejects.toMatchObject({ code: 'provider-in-use', details: { used_by: ['my-app/crm'] } });
  });
});
