import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AGREEING, REFUSING } from '../../fakes/browser.ts';
import { createProgram, type Program } from '../../fakes/mcpctl.ts';
import { SECRETS, sharedProviderManifest, startWorld, type World } from '../../fakes/world.ts';

let world: World;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

async function installed(manifest: object, env: Record<string, string> = {}): Promise<Program> {
  const program = createProgram({ BROWSER: AGREEING, ACME_SECRET: SECRETS.clientSecret, ...env });
  writeFileSync(join(program.home, 'mcpctl.json'), JSON.stringify(manifest));
  const run = await program.run(['install', '--yes', '--set', 'acme.client_secret=env:ACME_SECRET']);
  expect(run.err).not.toContain('error');
  expect(run.code).toBe(0);
  return program;
}

describe('connect', () => {
  it('serves both collections of a shared provider with one consent, and a token for each', async () => {
    const program = await installed(sharedProviderManifest(world));
    const connected = await program.run(['connect', 'crm', '--json']);
    expect(connected.err).not.toContain('error');
    expect(connected.json().connected[0]).toMatchObject({
      target: 'acme-desk/crm',
      issuer: world.authorizationServer.issuer,
      scopes_missing: [],
      servers: [{ name: 'acme-desk/crm' }, { name: 'acme-desk/calendar' }],
    });
    const [crm, calendar] = await Promise.all(
      ['crm', 'calendar'].map((target) => program.run(['token', target, '--json'])),
    );
    expect(crm?.json().access_token).not.toBe(calendar?.json().access_token);
    expect(crm?.json().resource).toBe(world.crm.url);
    expect(calendar?.json().resource).toBe(world.calendar.url);
    for (const words of [[], ['--json'], ['--header']]) {
      const short = await program.run(['token', 'crm', ...words]);
      // An option of every command takes the way through the parser.
      expect(await program.run(['token', 'crm', ...words, '--quiet'])).toMatchObject({ code: 0, out: short.out });
    }
    program.remove();
  });

  it('says what the person did when the consent is declined', async () => {
    const program = await installed(sharedProviderManifest(world), { BROWSER: REFUSING });
    const refused = await program.run(['connect', 'crm']);
    expect(refused.code).toBe(3);
    expect(refused.err).toContain('authorization-denied');
    const token = await program.run(['token', 'crm']);
    expect([token.code, token.out]).toEqual([4, '']);
    expect(token.err).toContain('mcpctl connect acme-desk/crm');
    program.remove();
  });
});

/** An app with one collection whose provider nobody described. */
const discoverable = (url: string) => ({
  name: 'found',
  version: '1.0.0',
  tool_collections: [
    { type: 'mcp', id: 'crm', url, name: 'CRM', description: 'Contacts.', namespace: 'crm', auth: 'oauth' },
  ],
});

async function installedPlain(manifest: object, args: readonly string[] = [], env: Record<string, string> = {}) {
  const program = createProgram({ BROWSER: AGREEING, ...env });
  writeFileSync(join(program.home, 'mcpctl.json'), JSON.stringify(manifest));
  const run = await program.run(['install', '--yes', ...args]);
  expect(run.code, run.err).toBe(0);
  return program;
}

describe('connect without a provider', () => {
  it('registers a client at the server that it discovers, and uses it again', async () => {
    const program = await installedPlain(discoverable(world.crm.url));
    const first = await program.run(['connect', 'crm', '--json']);
    expect(first.code, first.err).toBe(0);
    const again = await program.run(['connect', 'crm', '--json']);
    expect(again.code, again.err).toBe(0);
    expect(again.json().connected[0].client_id).toBe(first.json().connected[0].client_id);
    expect((await program.run(['tools', 'crm'])).out).toContain('crm_');
    program.remove();
  });

  it('takes a URL, gives the server a name, and its tools are there', async () => {
    const program = createProgram({ BROWSER: AGREEING });
    const connected = await program.run(['connect', world.crm.url, '--name', 'acme']);
    expect(connected.code, connected.err).toBe(0);
    expect((await program.run(['tools', 'acme'])).out).toContain('acme_');
    expect((await program.run(['connect', world.calendar.url, '--name', 'acme'])).err).toContain('server-name-taken');
    program.remove();
  });

  it('takes a URL that needs no authorization', async () => {
    const program = createProgram({ BROWSER: AGREEING });
    const connected = await program.run(['connect', world.notes.url, '--name', 'notes']);
    expect(connected.code, connected.err).toBe(0);
    expect((await program.run(['tools', 'notes'])).out).toContain('notes_');
    program.remove();
  });
});

describe('connect for a machine', () => {
  it('asks nobody, and asks for a new token by itself', async () => {
    const manifest = {
      ...discoverable(world.crm.url),
      oauth_providers: {
        robot: { grant_type: 'client_credentials', client_id: 'acme-robot', required_at_install: ['client_secret'] },
      },
    };
    Object.assign(manifest.tool_collections[0] as object, { oauth_provider: 'robot', oauth_scopes: ['contacts.read'] });
    const program = await installedPlain(manifest, ['--set', 'robot.client_secret=env:ROBOT'], {
      ROBOT: SECRETS.machineSecret,
      BROWSER: 'false',
    });
    const connected = await program.run(['connect', 'crm']);
    expect(connected.code, connected.err).toBe(0);
    const token = await program.run(['token', 'crm', '--header']);
    expect(token.out).toMatch(/^Authorization: Bearer \S+\n$/);
    program.remove();
  });
});

describe('disconnect', () => {
  it('revokes the grant, and leaves nothing behind', async () => {
    const program = await installed(sharedProviderManifest(world));
    expect((await program.run(['connect', 'crm'])).code).toBe(0);
    const before = world.authorizationServer.requests.length;
    const gone = await program.run(['disconnect', 'crm', '--json']);
    expect(gone.json().disconnected).toEqual([
      { target: 'crm', was_connected: true, revocation: 'revoked', affected: ['acme-desk/calendar'] },
    ]);
    const revocations = world.authorizationServer.requests.slice(before);
    expect(revocations.map(({ path, parameters }) => [path, parameters.token_type_hint])).toEqual([
      ['/token/revocation', 'refresh_token'],
      ['/token/revocation', 'access_token'],
      ['/token/revocation', 'access_token'],
    ]);
    expect((await program.run(['token', 'calendar'])).code).toBe(4);
    expect((await program.run(['disconnect', 'crm', '--json'])).json().disconnected[0].was_connected).toBe(false);
    program.remove();
  });
});

describe('mcpctl connect URL that fails', () => {
  const names = async (program: Program) =>
    (await program.run(['server', 'list', '--json'])).json().servers.map(({ name }: { name: string }) => name);

  it('leaves no server behind, and its commands still work', async () => {
    const program = createProgram({ BROWSER: REFUSING });
    const declined = await program.run(['connect', world.crm.url, '--name', 'acme']);
    expect(declined.code, declined.err).toBe(3);
    const locked = { MCPCTL_MASTER_KEY: '', MCPCTL_KEY_STORE: 'passphrase', BROWSER: AGREEING };
    const unsealed = await program.run(['connect', world.crm.url, '--no-input'], { env: locked });
    expect(unsealed.code, unsealed.err).toBe(5);
    const late = await program.run(['connect', world.crm.url, '--timeout', '1'], { env: { BROWSER: 'true' } });
    expect(late.err).toContain(`connect ${world.crm.url} --timeout 2`);
    expect(await names(program)).toEqual([]);
    expect((await program.run(['provider', 'list', '--json'])).json().providers).toEqual([]);
    program.remove();
  });
});
