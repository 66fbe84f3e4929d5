/** Tokens of connections that ended are revoked several at once, and by another process where the first one died. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { systemClock } from '../../../src/adapters/clock.ts';
import type { ProviderName } from '../../../src/manifest/types.ts';
import type { Ports } from '../../../src/ports/index.ts';
import { Secret } from '../../../src/secret.ts';
import { tokenContext } from '../../../src/tokens/associated-data.ts';
import { revokeLeftBehind } from '../../../src/tokens/revocations.ts';
import { deleteProvider } from '../../../src/usecases/servers/delete-provider.ts';
import { type Connecting, SCOPE, startConnecting } from '../../fakes/connecting.ts';
import { aConnection, aProvider } from '../adapters/records.ts';

/** Revocations at the same time. */
const AT_ONCE = 16;
/** On a busy machine. */
const PATIENT = { timeout: 20_000 };
const NAME = 'crowd' as ProviderName;
const USERS = Array.from({ length: 40 }, (_, index) => `user-${index}`);

let one: Connecting;
/** How many requests wait for an answer. */
let inFlight: number;
let answers: Promise<void>;
beforeEach(async () => {
  one = await startConnecting();
  inFlight = 0;
  answers = Promise.resolve();
  one.server.set({
    '/revoke': () => {
      inFlight += 1;
      const after = answers.then(() => {
        inFlight -= 1;
      });
      return { status: 200, after };
    },
  });
  const endpoint = (path: string) => ({ value: `${one.server.origin}${path}`, from: 'given' }) as const;
  const provider = aProvider({
    ...{ name: NAME, origin: 'manual', clientSecret: undefined, clientAuthMethod: 'none' },
    endpoints: { token: endpoint('/token'), revocation: endpoint('/revoke') },
  });
  const { state, secrets } = one.ports;
  const connections = USERS.map((user) => aConnection({ id: `of-${user}`, user }));
  const rows = await Promise.all(
    connections.map(async (connection) => ({
      ...connection,
      refreshToken: await secrets.seal(
        new Secret(`refresh-of-${connection.user}`),
        tokenContext(connection, provider, 'refresh_token'),
      ),
    })),
  );
  await state.write(async (tables) => {
    await tables.providers.save(provider);
    for (const row of rows) await tables.connections.save(row);
  });
});
afterEach(() => one.close());

async function deleteCrowd(ports: Ports = one.ports) {
  const needs = await deleteProvider({ name: NAME }, SCOPE, ports);
  if (!('digest' in needs)) throw new Error('It asks nothing.');
  return deleteProvider({ name: NAME, confirm: needs.digest }, SCOPE, ports);
}

const revoked = () => new Set(one.form('/revoke').map((form) => form.get('token')));
const waiting = () => one.ports.state.read((tables) => tables.revocations.list(SCOPE.project));

it('several at once, and each is reported', async () => {
  let answer = () => {};
  answers = new Promise((resolve) => {
    answer = resolve;
  });
  const deleting = deleteCrowd();
  await expect.poll(() => inFlight, PATIENT).toBe(AT_ONCE);
  answer();
  const deleted = await deleting;
  expect(deleted).toMatchObject({ revocations: [...USERS].sort().map((user) => ({ user, outcome: 'revoked' })) });
  expect(revoked().size).toBe(USERS.length);
  expect(await waiting()).toEqual([]);
});

it('goes on in another process where the first one died, once its turn is over', async () => {
  answers = new Promise(() => {});
  const died = deleteCrowd();
  died.catch(() => {});
  await expect.poll(() => inFlight, PATIENT).toBe(AT_ONCE);
  expect(await one.ports.state.read((tables) => tables.connections.list(SCOPE.project))).toEqual([]);
  answers = Promise.resolve();
  expect(await revokeLeftBehind(one.ports)).toBe(0);
  const later = { ...one.ports, clock: { ...systemClock, now: () => systemClock.now() + 61_000 } };
  expect(await revokeLeftBehind(later)).toBe(USERS.length);
  expect(revoked()).toEqual(new Set(USERS.map((user) => `refresh-of-${user}`)));
  expect(await waiting()).toEqual([]);
});

it('is done by one of several processes that look at the same time', async () => {
  answers = new Promise(() => {});
  deleteCrowd().catch(() => {});
  await expect.poll(() => inFlight, PATIENT).toBe(AT_ONCE);
  answers = Promise.resolve();
  const before = one.asked('/revoke').length;
  const later = { ...one.ports, clock: { ...systemClock, now: () => systemClock.now() + 61_000 } };
  const counts = await Promise.all([later, later, later].map(revokeLeftBehind));
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(USERS.length);
  expect(one.asked('/revoke').length - before).toBe(USERS.length);
});
