/** What an upgrade leaves of a consent: everything, until there is a new one. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { AGREEING, REFUSING } from '../../fakes/browser.ts';
import { expireTokens } from '../../fakes/expire.ts';
import { createProgram, type Program } from '../../fakes/mcpctl.ts';
import { SECRETS, sharedProviderManifest, startWorld, type World } from '../../fakes/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

let program: Program;
beforeEach(() => {
  program = createProgram({ BROWSER: AGREEING, ACME_SECRET: SECRETS.clientSecret });
});
afterEach(() => program.remove());

const write = (manifest: object) => writeFileSync(join(program.home, 'mcpctl.json'), JSON.stringify(manifest));

async function succeed(...args: string[]) {
  const run = await program.run(args);
  expect(run.code, `${args.join(' ')}: ${run.err}`).toBe(0);
  return run;
}

const tokenRequests = () =>
  world.authorizationServer.requests.filter(({ path, status }) => path === '/token' && status === 200);
const lastClient = () => tokenRequests().at(-1)?.parameters.client_id ?? 'in the header';

it('keeps the old grant working when the client changes, renews it as the old client, and revokes it in the end', async () => {
  const manifest = sharedProviderManifest(world);
  write(manifest);
  await succeed('install', '--set', 'acme.client_secret=env:ACME_SECRET');
  await succeed('connect', 'crm');
  const { acme } = manifest.oauth_providers;
  write({ ...manifest, oauth_providers: { acme: { ...acme, client_id: 'acme-public', required_at_install: [] } } });
  const upgraded = await succeed('upgrade', 'acme-desk');
  expect(upgraded.err).toMatch(/client_id\s+acme-desk → acme-public|acme-desk.*acme-public/);
  expect(upgraded.out).toContain('mcpctl connect acme-desk-acme');

  await expireTokens(program.home);
  const renewed = await succeed('token', 'crm', '--json');
  expect(tokenRequests().at(-1)?.parameters.grant_type).toBe('refresh_token');
  await succeed('call', 'calendar_next_event', 'day=today');
  const [first] = (await succeed('status', '--json')).json().connections;
  expect(first).toMatchObject({ status: 'connected', next: 'mcpctl connect acme-desk-acme' });

  // A consent that is declined changes nothing; neither does a new master key.
  const declined = await program.run(['connect', 'crm'], { env: { BROWSER: REFUSING } });
  expect(declined.code).toBe(3);
  await succeed('keys', 'move', 'file');
  const withFile = { env: { MCPCTL_MASTER_KEY: '' } };
  await expireTokens(program.home);
  const again = await program.run(['token', 'crm', '--json'], withFile);
  expect(again.code, again.err).toBe(0);
  expect(again.json().access_token).not.toBe(renewed.json().access_token);

  const before = world.authorizationServer.requests.length;
  const connected = await program.run(['connect', 'crm', '--json'], withFile);
  expect(connected.code, connected.err).toBe(0);
  expect(connected.json().connected[0].client_id).toBe('acme-public');
  expect(lastClient()).toBe('acme-public');
  const revocations = world.authorizationServer.requests
    .slice(before)
    .filter(({ path }) => path.endsWith('revocation'));
  expect(revocations.map(({ status, parameters }) => [status, parameters.token_type_hint])).toEqual([
    [200, 'refresh_token'],
    [200, 'access_token'],
    [200, 'access_token'],
  ]);
  await expireTokens(program.home);
  expect((await program.run(['token', 'crm'], withFile)).code).toBe(0);
  expect(lastClient()).toBe('acme-public');
});

it('does not take a client that was given to connect for one that was registered', async () => {
  const collection = (scopes: string[]) => ({
    ...{ type: 'mcp', id: 'crm', url: world.crm.url, name: 'CRM', description: 'Contacts.', namespace: 'crm' },
    ...{ auth: 'oauth', oauth_provider: 'acme', oauth_scopes: scopes },
  });
  const manifest = (scopes: string[]) => ({
    name: 'given',
    version: '1.0.0',
    oauth_providers: { acme: { default_scopes: ['offline_access'] } },
    tool_collections: [collection(scopes)],
  });
  write(manifest(['contacts.read']));
  await succeed('install');
  await succeed('connect', 'crm', '--client-id', 'acme-public');
  write(manifest(['contacts.read', 'contacts.write']));
  const upgraded = await succeed('upgrade', 'given', '--json');
  const step = upgraded.json().plan.steps.find(({ action }: { action: string }) => action === 'update-provider');
  expect(step.provider).toMatchObject({ client_id: 'acme-public', client_id_from: 'installer' });
  expect(step.changes.map(({ field }: { field: string }) => field)).toEqual(['scopes']);
  await expireTokens(program.home);
  await succeed('token', 'crm');
  expect(lastClient()).toBe('acme-public');
});
