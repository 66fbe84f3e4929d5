import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { AGREEING } from '../../fakes/browser.ts';
import { approve, type Hostile, mcp, startHostile } from '../../fakes/hostile.ts';
import { type LeakWatch, watchForLeaks } from '../../fakes/leaks.ts';
import { createProgram, MASTER_KEY, type Program } from '../../fakes/mcpctl.ts';

// Every command that stores something, in a shell that hides nothing: no secret may be readable, and no file open.

const WINDOWS = process.platform === 'win32';
const canary = (name: string) => `canary-${name}-${crypto.randomUUID()}`;
const secrets = {
  clientSecret: canary('client-secret'),
  apiKey: canary('api-key'),
  providerSecret: canary('provider-secret'),
  changedSecret: canary('changed-secret'),
  fixedToken: canary('fixed-token'),
  changedToken: canary('changed-token'),
  header: canary('header'),
  registeredSecret: canary('registered-secret'),
  registrationToken: canary('registration-token'),
  code: canary('code'),
  accessToken: canary('access-token'),
  refreshToken: canary('refresh-token'),
  masterKey: MASTER_KEY,
  nextMasterKey: Buffer.alloc(32, 5).toString('base64'),
};
/** References to them, as a person has them in the shell. */
const env = {
  CLIENT_SECRET: secrets.clientSecret,
  API_KEY: secrets.apiKey,
  PROVIDER_SECRET: secrets.providerSecret,
  CHANGED_SECRET: secrets.changedSecret,
  FIXED_TOKEN: secrets.fixedToken,
  CHANGED_TOKEN: secrets.changedToken,
  HEADER: secrets.header,
};

let umask: number;
let server: Hostile;
let program: Program;
let watch: LeakWatch;
beforeAll(() => {
  umask = process.umask(0);
});
afterAll(() => process.umask(umask));
beforeEach(async () => {
  server = await startHostile();
  program = createProgram({ BROWSER: AGREEING });
  watch = watchForLeaks();
  const registered = {
    client_id: 'registered',
    client_secret: secrets.registeredSecret,
    token_endpoint_auth_method: 'client_secret_basic',
    registration_client_uri: `${server.origin}/manage`,
    registration_access_token: secrets.registrationToken,
  };
  const tokens = { access_token: secrets.accessToken, refresh_token: secrets.refreshToken };
  server.set({
    '/register': { status: 201, body: registered },
    '/manage': { status: 204 },
    '/authorize': approve({ code: secrets.code }),
    '/token': { body: { ...tokens, token_type: 'Bearer', expires_in: 3600 } },
    '/mcp': mcp(server.origin, [`Bearer ${secrets.accessToken}`, `Bearer ${secrets.fixedToken}`]),
  });
});
afterEach(async () => {
  watch.stop();
  await server.close();
  program.remove();
});

/** Runs a command that must work, and hears what it says. */
async function run(args: readonly string[], more: Record<string, string> = {}): Promise<void> {
  const { code, out, err } = await program.run([...args, '--verbose'], { env: { ...env, ...more } });
  expect(code, `${args.join(' ')}\n${err}`).toBe(0);
  watch.hear(args.join(' '), out + err);
}

function writeManifest(name: string, description: string): string {
  const file = join(program.home, `${name}.json`);
  const collection = { type: 'mcp', description };
  const crm = { ...collection, id: 'crm', url: server.url, name: 'CRM', namespace: 'crm', auth: 'oauth' };
  const keyed = { ...collection, id: 'keyed', url: `${server.url}?keyed`, name: 'Keyed', namespace: 'keyed' };
  const tool_collections = [
    { ...crm, oauth_provider: 'acme' },
    { ...keyed, auth: 'api_key', api_key_config: { instructions: 'Ask for one.' } },
  ];
  writeFileSync(file, JSON.stringify({ name: 'desk', tool_collections, oauth_providers: { acme: {} } }));
  return file;
}

/** What others on this machine could open, with its mode. */
function openToOthers(folder: string): string[] {
  return ['.', ...readdirSync(folder, { recursive: true, encoding: 'utf8' })].flatMap((name) => {
    const stats = statSync(join(folder, name));
    const mode = stats.mode & 0o777;
    return mode === (stats.isDirectory() ? 0o700 : 0o600) ? [] : [`${name} ${mode.toString(8)}`];
  });
}

it('keeps every secret unreadable and every file private', { timeout: 120_000 }, async () => {
  const microsoft = resolve('fixtures/manifests/microsoft.json');
  const answer = ['--set', 'microsoft.client_secret=env:CLIENT_SECRET'];
  const plan = join(program.home, 'plan.json');
  const desk = writeManifest('desk', 'A collection.');
  await run(['plan', microsoft, ...answer, '--out', plan]);
  await run(['install', plan]);
  await run(['install', desk, '--set', 'keyed.api_key=env:API_KEY', '--register', '--no-check']);
  await run(['provider', 'create', 'by-hand', '--client-id', 'x', '--client-secret', 'env:PROVIDER_SECRET']);
  await run(['provider', 'update', 'by-hand', '--client-secret', 'env:CHANGED_SECRET']);
  const fixed = ['--auth', 'token', '--token', 'env:FIXED_TOKEN', '--header', 'X-Key=env:HEADER', '--no-check'];
  await run(['server', 'create', 'fixed', server.url, ...fixed]);
  await run(['server', 'update', 'fixed', '--token', 'env:CHANGED_TOKEN', '--no-check']);
  await run(['agent', 'create', 'helper']);
  await run(['connect', 'desk/crm']);
  await run(['tools', 'desk/crm']);
  await run(['upgrade', 'desk', writeManifest('changed', 'Another one.'), '--yes']);
  await run(['reinstall', 'my-microsoft-app', '--yes']);
  await run(['keys', 'rotate'], { MCPCTL_NEW_MASTER_KEY: secrets.nextMasterKey });
  const next = { MCPCTL_MASTER_KEY: secrets.nextMasterKey };
  for (const shown of [['list'], ['status'], ['show', 'desk'], ['provider', 'list'], ['server', 'list'], ['doctor']]) {
    await run([...shown, '--json'], next);
  }
  expect(watch.leaks(Object.values(secrets), program.home)).toEqual([]);
  if (!WINDOWS) expect(openToOthers(join(program.home, 'state'))).toEqual([]);

  // The key file is where the key is; every other secret stays unreadable.
  const file = { MCPCTL_MASTER_KEY: '', MCPCTL_KEY_STORE: '' };
  await run(['keys', 'move', 'file'], next);
  await run(['disconnect', 'desk/crm'], file);
  await run(['uninstall', 'desk', '--yes'], file);
  await run(['server', 'delete', 'fixed', '--yes'], file);
  await run(['provider', 'delete', 'by-hand', '--yes'], file);
  expect(watch.leaks(Object.values(secrets), program.home)).toEqual([]);
  if (!WINDOWS) expect(openToOthers(join(program.home, '.config/mcpctl'))).toEqual([]);
  if (!WINDOWS) expect(openToOthers(join(program.home, 'state'))).toEqual([]);
});
