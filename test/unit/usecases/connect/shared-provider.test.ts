import { afterEach, beforeEach, expect, it } from 'vitest';
import { newProvider } from '../../../../src/providers/new-provider.ts';
import type { Server } from '../../../../src/records.ts';
import { serverOf } from '../../../../src/targets.ts';
import { connect } from '../../../../src/usecases/connect/connect.ts';
import { type Connecting, INPUT, SCOPE, startConnecting } from '../../../fakes/connecting.ts';
import { type Hostile, resourceMetadata, startHostile, WELL_KNOWN } from '../../../fakes/hostile.ts';

// Two servers of one provider: one consent for both, at one authorization server.

let one: Connecting;
let other: Hostile;
beforeEach(async () => {
  [one, other] = await Promise.all([startConnecting(), startHostile()]);
});
afterEach(() => Promise.all([one.close(), other.close()]));

const provider = newProvider({ id: 'p', project: SCOPE.project, origin: 'manual', name: 'shared', now: 0 });
const server = (name: string, url: string): Server => ({
  id: name,
  project: SCOPE.project,
  name,
  displayName: name,
  namespace: name,
  url,
  auth: 'oauth',
  providerId: provider.id,
  createdAt: 0,
  updatedAt: 0,
});

async function connecting() {
  const rows = [server('first', one.server.url), server('second', other.url)];
  await one.ports.state.write(async (tables) => {
    await tables.providers.save(provider);
    for (const row of rows) await tables.servers.save(row);
  });
  const servers = rows.map((row) => serverOf(row, [provider]));
  return connect({ ...INPUT, target: { kind: 'provider', name: provider.name, provider, servers } }, SCOPE, one.ports);
}

const asked = () => [...one.server.asked, ...other.asked].map(({ path }) => path);

it('is refused where the second names an issuer of its own, before a client is registered anywhere', async () => {
  await expect(connecting()).rejects.toMatchObject({
    code: 'issuer-mismatch',
    message: expect.stringContaining('second'),
    why: `It names ${other.origin}, the others ${one.server.origin}.`,
  });
  expect(asked()).not.toContain('/register');
  expect(asked()).not.toContain('/authorize');
});

it('is given where the second lists the issuer of the first beside its own', async () => {
  const authorization_servers = [other.origin, one.server.origin];
  other.set({ [WELL_KNOWN.resource]: { body: { ...resourceMetadata(other.origin), authorization_servers } } });
  await connecting();
  expect(one.form('/token').map((form) => form.get('resource'))).toEqual([one.server.url, other.url]);
  expect(other.asked.map(({ path }) => path)).not.toContain('/token');
});
