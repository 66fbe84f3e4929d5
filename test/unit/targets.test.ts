import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Installation, Provider } from '../../src/records.ts';
import { resolveTarget, type Target, toolServers, wordForProvider } from '../../src/targets.ts';
import { status } from '../../src/tools/connection-status.ts';
import { disconnect } from '../../src/usecases/connect/disconnect.ts';
import { aConnection, anInstallation, aProvider } from './adapters/records.ts';
import { createWork, SCOPE, type Work } from './usecases/work.ts';

let work: Work;
beforeEach(async () => {
  work = await createWork();
});
afterEach(() => work.close());

const crm = (changes: object = {}) => aProvider({ name: 'crm' as never, installationId: 'i1', ...changes });

/** Collections that get their tokens from a provider, or with none from an API key. */
function app(name: string, ids: readonly string[], provider?: Provider): Installation {
  const [collection] = anInstallation().collections;
  return anInstallation({
    id: name,
    name,
    collections: ids.map((id) => ({ ...collection, id, auth: provider ? 'oauth' : 'api_key' }) as never),
    oauthBindings: provider
      ? ids.map((id) => ({ collectionId: id, providerId: provider.id, providerName: provider.name }) as never)
      : [],
  });
}

async function keep(providers: readonly Provider[], installations: readonly Installation[]): Promise<void> {
  await work.ports.state.write(async (tables) => {
    for (const each of installations) await tables.installations.save(each);
    for (const each of providers) await tables.providers.save({ ...each, installationId: installations[0]?.id });
  });
}

const meaningOf = async (name: string) => wordOf(await resolveTarget(name, SCOPE, work.ports.state));

function wordOf(target: Target): string {
  if (target.kind === 'server') return target.server.name;
  return `${target.provider.name} for ${target.servers.map(({ name }) => name).join(' ')}`;
}

it('a collection and the provider made for it alone mean the same', async () => {
  await keep([crm()], [app('sales', ['crm'], crm())]);
  expect(await meaningOf('crm')).toBe('sales/crm');
  expect(await meaningOf('provider:crm')).toBe('crm for sales/crm');
});

it('a collection wins over its provider also when others share that', async () => {
  await keep([crm()], [app('sales', ['crm', 'mail'], crm())]);
  expect(await meaningOf('crm')).toBe('sales/crm');
  expect(await meaningOf('provider:crm')).toBe('crm for sales/crm sales/mail');
});

it('a name that means different things is refused, with words that can be typed', async () => {
  await keep([crm()], [app('sales', ['mail', 'news'], crm()), app('maps', ['crm'])]);
  const refused = resolveTarget('crm', SCOPE, work.ports.state);
  const candidates = ['maps/crm', 'provider:crm'];
  await expect(refused).rejects.toMatchObject({ code: 'target-ambiguous', details: { candidates } });
  expect(await Promise.all(candidates.map(meaningOf))).toEqual(['maps/crm', 'crm for sales/mail sales/news']);
});

it('status prints what can be typed, and means the provider', async () => {
  await keep([crm()], [app('sales', ['mail'], crm()), app('maps', ['crm'])]);
  const mail = (await status(SCOPE, work.ports)).find(({ target }) => target === 'sales/mail');
  expect(mail?.next).toEqual({ do: 'connect', target: 'provider:crm' });
  const servers = await toolServers('default', work.ports.state);
  expect(wordForProvider(aProvider({ id: 'p9', name: 'own' as never }), servers)).toBe('own');
});

it('one of two collections that have the name is named with its app', async () => {
  await keep([crm()], [app('sales', ['crm'], crm()), app('maps', ['crm'])]);
  const refused = resolveTarget('crm', SCOPE, work.ports.state);
  await expect(refused).rejects.toMatchObject({ details: { candidates: ['maps/crm', 'sales/crm'] } });
});

it('disconnecting a collection tells which others lose their tokens, whatever the provider is called', async () => {
  await keep([crm()], [app('sales', ['crm', 'mail'], crm())]);
  await work.ports.state.write((tables) => tables.connections.save(aConnection({ user: 'ada' })));
  expect(await disconnect('crm', SCOPE, work.ports)).toMatchObject({ affected: ['sales/mail'] });
});
