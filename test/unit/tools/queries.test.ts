/** What a person asks about their own accounts costs the same whatever others have, and one query instead of one a row. */
import Libsql from 'libsql';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ProviderName } from '../../../src/manifest/types.ts';
import { readStoredTokens } from '../../../src/tokens/stored-token.ts';
import { status } from '../../../src/tools/connection-status.ts';
import { drifts } from '../../../src/usecases/install/drift.ts';
import { createPorts, type TestPorts } from '../../fakes/ports.ts';
import { aConnection, anAccessToken, anInstallation, aProvider } from '../adapters/records.ts';

const ADA = { project: 'default', user: 'ada' };

let ports: TestPorts;
beforeEach(async () => {
  ports = await createPorts();
});
afterEach(() => {
  vi.restoreAllMocks();
  return ports.remove();
});

/** So many providers, each with a connection and a token of every user. */
async function fill(providers: number, users: readonly string[]): Promise<void> {
  await ports.state.write(async (tables) => {
    for (let index = 0; index < providers; index += 1) {
      const provider = aProvider({ id: `p${index}`, name: `provider-${index}` as ProviderName });
      await tables.providers.save(provider);
      for (const user of users) {
        const id = `c${index}-${user}`;
        await tables.connections.save(aConnection({ id, user, providerId: provider.id }));
        await tables.accessTokens.save(anAccessToken({ connectionId: id }));
      }
    }
    await tables.installations.save(anInstallation({ source: { path: '/nowhere/app.json', sha256: '' } }));
  });
}

/** Counts the queries of an action, and the rows that they return. */
async function costOf(action: () => Promise<unknown>): Promise<{ queries: number; rows: number }> {
  const cost = { queries: 0, rows: 0 };
  const { prepare } = Libsql.prototype;
  vi.spyOn(Libsql.prototype, 'prepare').mockImplementation(function (this: Libsql.Database, sql: string) {
    const statement = prepare.call(this, sql);
    const all = statement.all.bind(statement);
    cost.queries += 1;
    statement.all = (parameters: object) => {
      const rows = all(parameters);
      cost.rows += rows.length;
      return rows;
    };
    return statement;
  });
  await action();
  vi.restoreAllMocks();
  return cost;
}

const others = Array.from({ length: 100 }, (_, index) => `user-${index}`);

describe.each([
  ['status', () => status(ADA, ports)],
  ['looking for changed manifests', () => drifts(ADA, ports)],
  ['a token', () => ports.state.read((tables) => readStoredTokens(owner, tables))],
] as const)('%s', (_name, action) => {
  it('reads nothing of other people', async () => {
    await fill(3, ['ada']);
    const alone = await costOf(action);
    expect(alone.rows).toBeGreaterThan(0);
    await fill(3, others);
    expect(await costOf(action)).toEqual(alone);
  });

  it('asks as often for many accounts as for one', async () => {
    await fill(1, ['ada']);
    const { queries } = await costOf(action);
    await fill(20, ['ada']);
    expect((await costOf(action)).queries).toBe(queries);
  });
});

const owner = { providerId: 'p0', user: 'ada', target: 'crm', wish: {} };

it('what one user has of a provider is one query', async () => {
  await fill(1, ['ada', 'grace']);
  const { queries } = await costOf(() => ports.state.read((tables) => readStoredTokens(owner, tables)));
  expect(queries).toBe(1);
  const found = await ports.state.read((tables) => readStoredTokens({ ...owner, user: 'grace' }, tables));
  expect(found).toEqual({
    provider: aProvider({ id: 'p0', name: 'provider-0' as ProviderName }),
    connection: aConnection({ id: 'c0-grace', user: 'grace', providerId: 'p0' }),
    tokens: [anAccessToken({ connectionId: 'c0-grace' })],
  });
  const none = await ports.state.read((tables) => readStoredTokens({ ...owner, user: 'linus' }, tables));
  expect(none).toMatchObject({ connection: undefined, tokens: [] });
});
