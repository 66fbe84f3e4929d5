import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createProgram, type Program } from '../../fakes/mcpctl.ts';
import { type Canaries, createCanaries } from './canaries.ts';
import { seedConnection } from './connection.ts';

const MICROSOFT = JSON.parse(readFileSync(resolve('fixtures/manifests/microsoft.json'), 'utf8'));
const NAME = 'my-microsoft-app';
const PROVIDER = 'my-microsoft-app-microsoft';

let program: Program;
let canaries: Canaries;
beforeEach(async () => {
  program = createProgram();
  canaries = createCanaries(program);
  write(MICROSOFT);
  const set = ['--set', 'microsoft.client_secret=env:SECRET', '--set', 'microsoft.scopes=Chat.Read'];
  const { code } = await canaries.run(['install', ...set], { env: { SECRET: canaries.make() } });
  expect(code).toBe(0);
});
afterEach(() => program.remove());

function write(manifest: unknown): void {
  writeFileSync(join(program.home, 'manifest.json'), JSON.stringify(manifest));
}

/** The Microsoft manifest with other settings of its provider. */
function withProvider(changes: object) {
  const { microsoft } = MICROSOFT.oauth_providers;
  return { ...MICROSOFT, oauth_providers: { microsoft: { ...microsoft, ...changes } } };
}

const provider = async () => (await program.run(['show', NAME, '--json'])).json().providers[0];
const statusOf = async () => (await program.run(['status', '--json', '--user', 'ada'])).json().connections[0];

describe('mcpctl upgrade', () => {
  it('changes scopes in place: the old consent works on, and status asks for a new one', async () => {
    await seedConnection(program, PROVIDER, 'ada', ['offline_access', 'User.Read']);
    const before = await provider();
    write(withProvider({ default_scopes: ['offline_access', 'Files.Read'] }));
    const { code, out, err } = await canaries.run(['upgrade', NAME]);
    expect(code).toBe(0);
    expect(err).toContain('+ Files.Read');
    expect(out).toContain(`mcpctl connect ${PROVIDER}`);
    const after = await provider();
    expect(after).toMatchObject({ id: before.id, has_client_secret: true });
    expect(after.scopes).toEqual([
      'offline_access',
      'Files.Read',
      'User.Read',
      'Mail.Read',
      'ChannelMessage.Send',
      'Chat.Read',
    ]);
    expect(await statusOf()).toMatchObject({
      status: 'connected',
      scopes_missing: ['Files.Read', 'Mail.Read', 'ChannelMessage.Send', 'Chat.Read'],
      next: `mcpctl connect ${PROVIDER} --user ada`,
      next_step: { do: 'connect', target: PROVIDER },
    });
    canaries.expectUnseen();
  });

  it('keeps consents that were given to another client, and asks for new ones', async () => {
    await seedConnection(program, PROVIDER, 'ada', ['offline_access']);
    write(withProvider({ client_id: 'another-client' }));
    const bare = await program.run(['upgrade', NAME]);
    expect(bare.code).toBe(2);
    expect(bare.err).toContain('--set microsoft.client_secret=env:MICROSOFT_CLIENT_SECRET');
    const set = ['--set', 'microsoft.client_secret=env:SECRET'];
    const { code, err } = await canaries.run(['upgrade', NAME, ...set], { env: { SECRET: canaries.make() } });
    expect(code).toBe(0);
    expect(err).toContain('consent        needed again');
    expect(await provider()).toMatchObject({ client_id: 'another-client', has_client_secret: true });
    expect(await statusOf()).toMatchObject({ status: 'connected', next: `mcpctl connect ${PROVIDER} --user ada` });
    const token = await program.run(['token', PROVIDER, '--user', 'ada']);
    expect([token.code, token.out]).toEqual([0, 'an-access-token\n']);
    canaries.expectUnseen();
  });

  it('never gives the client secret to another token endpoint', async () => {
    write(withProvider({ token_endpoint: 'https://evil.example.com/token', required_at_install: [] }));
    expect((await canaries.run(['upgrade', NAME])).code).toBe(0);
    expect(await provider()).toMatchObject({ has_client_secret: false });
    write(withProvider({ token_endpoint: 'https://evil.example.org/token', required_at_install: [] }));
    expect((await canaries.run(['reinstall', NAME, 'manifest.json', '--yes'])).code).toBe(0);
    expect(await provider()).toMatchObject({ has_client_secret: false });
  });

  it('asks before another host gets the tokens of a collection', async () => {
    const [graph, teams] = MICROSOFT.tool_collections;
    write({ ...MICROSOFT, tool_collections: [{ ...graph, url: 'https://graph.example.com/mcp' }, teams] });
    const { code, err } = await program.run(['upgrade', NAME]);
    expect(code).toBe(2);
    expect(err).toContain('error[confirmation-missing]');
    expect(err).toContain('ms_graph moves from https://graph.microsoft.com to https://graph.example.com');
    expect((await program.run(['upgrade', NAME, '--yes'])).code).toBe(0);
  });

  it('creates what is new and deletes what is gone', async () => {
    const [graph] = MICROSOFT.tool_collections;
    const embedded = { client_id: 'x', default_scopes: ['graph'] };
    const { oauth_provider: _provider, oauth_scopes: _scopes, ...plain } = graph;
    write({ name: NAME, tool_collections: [{ ...plain, oauth_config: embedded }] });
    const { code } = await canaries.run(['upgrade', NAME, '--yes', '--json']);
    expect(code).toBe(0);
    const app = (await program.run(['show', NAME, '--json'])).json();
    expect(app.providers.map(({ name }: { name: string }) => name)).toEqual(['ms-graph']);
    expect(app.provider_bindings).toEqual([]);
    expect(app.oauth_bindings).toMatchObject([{ collection_id: 'ms_graph', oauth_provider_name: 'ms-graph' }]);
    expect(app.collections).toHaveLength(1);
  });

  it('has nothing to do for the same manifest', async () => {
    expect((await program.run(['upgrade', NAME, '--json'])).json()).toMatchObject({ outcome: 'nothing_to_do' });
  });

  it('is what plan shows when the manifest has changed', async () => {
    write(withProvider({ default_scopes: ['offline_access', 'Files.Read'] }));
    const { out, code } = await program.run(['plan', '--detailed-exitcode']);
    expect(code).toBe(2);
    expect(out).toContain(`Upgrade ${NAME}`);
    expect(out).toContain(`~ provider ${PROVIDER}`);
    expect(out).toContain('+ Files.Read');
  });

  it('is announced by status when the file has changed, with the scopes that come and go', async () => {
    expect((await program.run(['status', '--json'])).json().drift).toEqual([]);
    write(withProvider({ default_scopes: ['Files.Read'] }));
    const file = join(program.home, 'manifest.json');
    const { err } = await program.run(['status'], { cwd: '/' });
    expect(err).toContain(`${NAME}: ${file} has changed since it was installed.`);
    expect(err).toContain(`${PROVIDER}: scopes +Files.Read -offline_access`);
    expect(err).toContain(`mcpctl upgrade ${NAME} ${file}`);
    const { drift } = (await program.run(['status', '--json'])).json();
    expect(drift).toMatchObject([{ app: NAME, file, providers: [{ name: PROVIDER, changes: [{ field: 'scopes' }] }] }]);
    write({ ...withProvider({}), name: 42 });
    expect((await program.run(['status', '--json'])).json().drift).toMatchObject([{ next: `mcpctl validate ${file}` }]);
    write(withProvider({ default_scopes: ['Files.Read'] }));
    expect((await program.run(['upgrade', NAME])).code).toBe(0);
    expect((await program.run(['status'])).err).toBe('');
  });

  it('refuses the manifest of another app', async () => {
    write({ ...MICROSOFT, name: 'another-app' });
    const { code, err } = await program.run(['upgrade', NAME]);
    expect(code).toBe(2);
    expect(err).toContain('This manifest is of another-app, not of my-microsoft-app.');
  });
});

describe('mcpctl reinstall', () => {
  it('makes everything anew with the answers from before, and ends every consent', async () => {
    await seedConnection(program, PROVIDER, 'ada', ['offline_access']);
    const before = await provider();
    const { code, out } = await canaries.run(['reinstall', NAME, '--yes']);
    expect(code).toBe(0);
    expect(out).toContain('Forgot the tokens of ada at my-microsoft-app-microsoft');
    const after = await provider();
    expect(after.id).not.toBe(before.id);
    expect(after).toMatchObject({ has_client_secret: true, scopes: before.scopes });
    expect(await statusOf()).toMatchObject({ status: 'not_connected' });
    canaries.expectUnseen();
  });

  it('asks again with --ask', async () => {
    const { code, err } = await program.run(['reinstall', NAME, '--ask', '--yes']);
    expect(code).toBe(2);
    expect(err).toContain('--set microsoft.client_secret=env:MICROSOFT_CLIENT_SECRET');
    expect((await provider()).has_client_secret).toBe(true);
  });
});

describe('a saved plan', () => {
  const save = () =>
    program.run(['plan', '--out', 'plan.json', '--project', 'other', '--set', 'microsoft.client_secret=env:SECRET']);

  it('is done exactly, and holds no secret', async () => {
    const secret = canaries.make();
    expect((await save()).code).toBe(0);
    const { code } = await canaries.run(['install', 'plan.json'], { env: { SECRET: secret } });
    expect(code).toBe(0);
    expect((await program.run(['list', '--project', 'other'])).out).toContain(NAME);
    canaries.expectUnseen();
  });

  it('is refused when the state has changed', async () => {
    await save();
    const taken = ['provider', 'create', PROVIDER, '--client-id', 'x', '--project', 'other'];
    expect((await program.run(taken)).code).toBe(0);
    const { code, err } = await program.run(['install', 'plan.json'], { env: { SECRET: 'some-secret' } });
    expect(code).toBe(3);
    expect(err).toContain('error[plan-stale]');
    expect((await program.run(['list', '--project', 'other'])).out).toBe('');
  });

  it('is refused when its manifest was edited', async () => {
    await save();
    const file = join(program.home, 'plan.json');
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll('graph.microsoft.com', 'graph.example.com'));
    const { code, err } = await program.run(['install', 'plan.json'], { env: { SECRET: 'some-secret' } });
    expect(code).toBe(3);
    expect(err).toContain('is not as mcpctl saved it');
  });
});
