import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createProgram, type Program } from '../../fakes/mcpctl.ts';
import { type Canaries, createCanaries } from './canaries.ts';

const MICROSOFT = resolve('fixtures/manifests/microsoft.json');
const SALES = resolve('fixtures/manifests/sales.json');

let program: Program;
let canaries: Canaries;
beforeEach(() => {
  program = createProgram();
  canaries = createCanaries(program);
});
afterEach(() => program.remove());

const installMicrosoft = (env = { SECRET: canaries.make() }) =>
  canaries.run(['install', MICROSOFT, '--set', 'microsoft.client_secret=env:SECRET'], { env });

function write(name: string, manifest: unknown): string {
  const file = join(program.home, name);
  writeFileSync(file, typeof manifest === 'string' ? manifest : JSON.stringify(manifest));
  return file;
}

const OWN_CLIENT_APP = {
  name: 'crm-app',
  tool_collections: [
    {
      type: 'mcp',
      id: 'my_crm',
      url: 'https://mcp.my-crm-provider.com',
      name: 'My CRM',
      description: 'CRM tools for contacts and deals',
      namespace: 'crm',
      auth: 'oauth',
      oauth_config: {
        grant_type: 'authorization_code',
        authorization_endpoint: 'https://auth.my-crm-provider.com/oauth/authorize',
        token_endpoint: 'https://auth.my-crm-provider.com/oauth/token',
        required_at_install: ['client_id', 'client_secret'],
      },
    },
  ],
};

const API_KEY_APP = {
  name: 'weather-app',
  tool_collections: [
    {
      type: 'mcp',
      id: 'weather',
      url: 'https://weather.example.com/mcp',
      name: 'Weather',
      description: 'Forecasts',
      namespace: 'weather',
      auth: 'api_key',
      api_key_config: { required_at_install: true, instructions: 'Get a key at https://weather.example.com/keys' },
    },
  ],
};

describe('mcpctl install', () => {
  it('makes one provider of a shared client, with the union of scopes and both kinds of binding', async () => {
    const { code, out } = await installMicrosoft();
    expect(code).toBe(0);
    expect(out).toContain('Installed my-microsoft-app.');
    expect(out).toContain('mcpctl connect my-microsoft-app-microsoft');
    const app = (await canaries.run(['show', 'my-microsoft-app', '--json'])).json();
    const [provider] = app.providers;
    expect(app.providers).toHaveLength(1);
    expect(provider).toMatchObject({
      name: 'my-microsoft-app-microsoft',
      grant_type: 'authorization_code',
      client_id: 'your-azure-app-client-id',
      has_client_secret: true,
      use_pkce: true,
      scopes: ['offline_access', 'User.Read', 'Mail.Read', 'ChannelMessage.Send'],
      scope_origins: [
        { scope: 'offline_access', origin: 'default_scopes' },
        { scope: 'User.Read', origin: 'ms_graph' },
        { scope: 'Mail.Read', origin: 'ms_graph' },
        { scope: 'ChannelMessage.Send', origin: 'ms_teams' },
      ],
      authorization_endpoint: null,
    });
    const name = 'my-microsoft-app-microsoft';
    expect(app.provider_bindings).toEqual([
      { provider_key: 'microsoft', oauth_provider_id: provider.id, oauth_provider_name: name },
    ]);
    expect(app.oauth_bindings).toEqual([
      { collection_id: 'ms_graph', oauth_provider_id: provider.id, oauth_provider_name: name },
      { collection_id: 'ms_teams', oauth_provider_id: provider.id, oauth_provider_name: name },
    ]);
    expect(app.manifest_sha256).toMatch(/^[0-9a-f]{64}$/);
    canaries.expectUnseen();
  });

  it('takes client id, client secret and scopes of the installer, from every kind of reference', async () => {
    const secret = canaries.make();
    const file = write('secret.txt', 'placeholder\n');
    const mine = { SECRET: secret };
    const installed = await canaries.run(
      [
        'install',
        SALES,
        '--set',
        'crm.client_secret=-',
        '--set',
        'crm.client_id=env:CLIENT',
        '--set',
        'crm.scopes=crm.admin crm.read',
      ],
      { env: { CLIENT: 'my-client' }, input: `${secret}\n` },
    );
    expect(installed.code).toBe(0);
    const app = (await canaries.run(['show', 'my-sales-app', '--json'])).json();
    expect(app.providers[0]).toMatchObject({
      name: 'crm',
      client_id: 'my-client',
      has_client_secret: true,
      scopes: ['crm.read', 'crm.write', 'crm.admin'],
    });
    const weather = write('weather.json', API_KEY_APP);
    const viaProgram = await canaries.run(['install', weather, '--set', `weather.api_key=exec:printenv SECRET`], {
      env: mine,
    });
    expect(viaProgram.code).toBe(0);
    const again = await canaries.run(['uninstall', 'weather-app', '--yes']);
    expect(again.code).toBe(0);
    const viaFile = await canaries.run(['install', weather, '--set', `weather.api_key=file:${file}`]);
    expect(viaFile.code).toBe(0);
    expect((await canaries.run(['show', 'weather-app', '--json'])).json().collections[0].has_api_key).toBe(true);
    canaries.expectUnseen();
  });

  it('accepts the generated provider name in a key, and answers from a file', async () => {
    const secret = canaries.make();
    const answers = write(
      'answers.yaml',
      'my-microsoft-app-microsoft:\n  client_secret: env:SECRET\n  scopes: [file:read, Chat.Read]\n',
    );
    const { code } = await canaries.run(['install', MICROSOFT, '--answers', answers], { env: { SECRET: secret } });
    expect(code).toBe(0);
    const [provider] = (await canaries.run(['show', 'my-microsoft-app', '--json'])).json().providers;
    expect(provider.scopes.slice(-2)).toEqual(['file:read', 'Chat.Read']);
    canaries.expectUnseen();
  });

  it('lists every missing answer at once, each with a line to type', async () => {
    write('manifest.json', OWN_CLIENT_APP);
    const { code, err } = await program.run(['install']);
    expect(code).toBe(2);
    expect(err).toContain('error[answer-missing]: 2 answers are missing');
    expect(err).toContain('--set my_crm.client_id=VALUE');
    expect(err).toContain('--set my_crm.client_secret=env:MY_CRM_CLIENT_SECRET');
    const { error } = (await program.run(['install', '--json'])).json();
    expect(error.details.missing.map(({ key }: { key: string }) => key)).toEqual([
      'my_crm.client_id',
      'my_crm.client_secret',
    ]);
    expect((await program.run(['list', '--json'])).json().apps).toEqual([]);
  });

  it('refuses a secret in plain text, without repeating it', async () => {
    const secret = canaries.make();
    const { code, out, err } = await program.run(['install', MICROSOFT, '--set', `microsoft.client_secret=${secret}`]);
    expect(code).toBe(2);
    expect(err).toContain('error[secret-literal-refused]');
    for (const way of ['env:NAME', 'file:PATH', 'op://vault/item/field', 'exec:PROGRAM']) expect(err).toContain(way);
    expect(out + err).not.toContain(secret);
  });

  it.each([
    ['microsoft.secret=env:X', 'answer-unknown'],
    ['microsoft.client_secret=env:NOT_SET_ANYWHERE', 'reference-unresolved'],
    ['microsoft.client_secret=file:/no/such/file', 'reference-unresolved'],
    ['microsoft.client_secret=exec:no-such-program', 'reference-unresolved'],
    ['microsoft.client_secret', 'usage'],
  ])('refuses --set %s', async (assignment, code) => {
    const run = await program.run(['install', MICROSOFT, '--set', assignment, '--json']);
    expect(run.code).toBe(2);
    expect(run.json().error.code).toBe(code);
    expect((await program.run(['list', '--json'])).json().apps).toEqual([]);
  });

  it('stops at a manifest with errors, and shows them', async () => {
    const file = write('manifest.json', { ...API_KEY_APP, oauth_provders: {} });
    const { code, out, err } = await program.run(['install']);
    expect(code).toBe(1);
    expect(out).toBe('');
    expect(err).toContain('error[unknown-field]');
    expect(err).toContain('error[manifest-invalid]: manifest.json has 1 error.');
    const { error } = (await program.run(['plan', file, '--json'])).json();
    expect(error).toMatchObject({ code: 'manifest-invalid', details: { summary: { errors: 1 } } });
  });

  it('does nothing the second time, and refuses another manifest of the same name', async () => {
    await installMicrosoft();
    const again = await program.run(['install', MICROSOFT, '--json']);
    expect(again.code).toBe(0);
    expect(again.json()).toMatchObject({ outcome: 'nothing_to_do', plan: { steps: [] } });
    const changed = write('other.json', { ...API_KEY_APP, name: 'my-microsoft-app' });
    const other = await program.run(['install', changed, '--set', 'weather.api_key=env:HOME', '--json']);
    expect(other.code).toBe(3);
    expect(other.json().error).toMatchObject({ code: 'already-installed' });
    expect(other.json().error.hint).toContain('mcpctl upgrade my-microsoft-app');
  });

  it('never takes over a provider of another app, and says both ways out', async () => {
    await installMicrosoft();
    const rival = write('rival.json', {
      ...API_KEY_APP,
      name: 'rival',
      oauth_providers: { ms: { name: 'my-microsoft-app-microsoft', client_id: 'x' } },
    });
    const { code, err } = await program.run(['install', rival, '--set', 'weather.api_key=env:HOME']);
    expect(code).toBe(3);
    expect(err).toContain(
      'error[provider-name-taken]: The provider name my-microsoft-app-microsoft is taken by the app my-microsoft-app.',
    );
    expect(err).toContain('Give the provider another name in the manifest');
    expect(err).toContain('mcpctl uninstall my-microsoft-app');
    expect((await program.run(['list', '--json'])).json().apps).toHaveLength(1);
  });

  it('changes nothing with --dry-run, and touches no key', async () => {
    const { code, out } = await program.run(['install', MICROSOFT, '--dry-run'], {
      env: { MCPCTL_MASTER_KEY: 'broken' },
    });
    expect(code).toBe(0);
    expect(out).toContain('1 question');
    expect((await program.run(['list', '--json'])).json().apps).toEqual([]);
  });

  it('keeps projects apart', async () => {
    const env = { SECRET: canaries.make() };
    const set = ['--set', 'microsoft.client_secret=env:SECRET'];
    expect((await canaries.run(['install', MICROSOFT, ...set, '--project', 'one'], { env })).code).toBe(0);
    expect((await canaries.run(['install', MICROSOFT, ...set], { env: { ...env, MCPCTL_PROJECT: 'two' } })).code).toBe(
      0,
    );
    expect((await program.run(['uninstall', 'my-microsoft-app', '--yes', '--project', 'one'])).code).toBe(0);
    expect((await program.run(['list', '--project', 'one'])).out).toBe('');
    expect((await program.run(['list', '--project', 'two'])).out).toContain('my-microsoft-app');
  });

  it('installs a manifest without a name under that of its collection', async () => {
    const unnamed = write('manifest.json', { tool_collections: API_KEY_APP.tool_collections });
    expect((await program.run(['install', unnamed, '--set', 'weather.api_key=env:HOME'])).code).toBe(0);
    expect((await program.run(['list'])).out).toMatch(/^weather\t/);
  });
});

describe('mcpctl plan', () => {
  it('shows every scope with its origin, and what will be asked', async () => {
    const { code, out } = await program.run(['plan', MICROSOFT]);
    expect(code).toBe(0);
    await expect(out).toMatchFileSnapshot('../../golden/install/plan-microsoft.txt');
  });

  it('is a document under --json', async () => {
    const { plan } = (await program.run(['plan', MICROSOFT, '--json'])).json();
    await expect(`${JSON.stringify(plan, null, 2)}\n`).toMatchFileSnapshot('../../golden/install/plan-microsoft.json');
  });

  it('ends with 2 under --detailed-exitcode while there is something to do', async () => {
    expect((await program.run(['plan', MICROSOFT, '--detailed-exitcode'])).code).toBe(2);
    await installMicrosoft();
    const { code, out } = await program.run(['plan', MICROSOFT, '--detailed-exitcode']);
    expect(code).toBe(0);
    expect(out).toContain('nothing has to change');
  });

  it('warns of an oauth_app that nobody has created, with the command that creates it', async () => {
    const { out } = await program.run(['plan', resolve('fixtures/manifests/crm-manual-provider.json')]);
    expect(out).toContain('mcpctl provider create my-crm-oauth');
  });
});

describe('mcpctl uninstall', () => {
  it('leaves no row of the app', async () => {
    await installMicrosoft();
    const { code, out } = await canaries.run(['uninstall', 'my-microsoft-app', '--yes', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ outcome: 'done', revocations: [] });
    expect((await program.run(['list', '--json'])).json().apps).toEqual([]);
    expect((await program.run(['status', '--json'])).json().connections).toEqual([]);
    canaries.expectUnseen();
  });

  it('asks for a yes beforehand where nobody can be asked', async () => {
    await installMicrosoft();
    const { code, err } = await program.run(['uninstall', 'my-microsoft-app']);
    expect(code).toBe(2);
    expect(err).toContain('mcpctl uninstall my-microsoft-app --yes');
    expect((await program.run(['list'])).out).toContain('my-microsoft-app');
  });

  it('says which apps there are when there is none of the name', async () => {
    await installMicrosoft();
    const { code, err } = await program.run(['uninstall', 'my-microsft-app', '--yes']);
    expect(code).toBe(2);
    expect(err).toContain('error[app-unknown]');
    expect(err).toContain('This project has my-microsoft-app.');
  });
});

describe('mcpctl status', () => {
  it('says for every collection what to do', async () => {
    await installMicrosoft();
    const weather = write('weather.json', API_KEY_APP);
    await program.run(['install', weather, '--set', 'weather.api_key=env:HOME']);
    const { connections } = (await program.run(['status', '--json', '--user', 'ada'])).json();
    expect(
      connections.map(({ target, status, next, user }: Record<string, string>) => [target, status, next, user]),
    ).toEqual([
      ['my-microsoft-app/ms_graph', 'not_connected', 'mcpctl connect my-microsoft-app-microsoft --user ada', 'ada'],
      ['my-microsoft-app/ms_teams', 'not_connected', 'mcpctl connect my-microsoft-app-microsoft --user ada', 'ada'],
      ['weather-app/weather', 'api_key_stored', null, 'ada'],
    ]);
  });

  it('is one line a target in a pipe', async () => {
    await installMicrosoft();
    const { out } = await program.run(['status']);
    expect(out.split('\n')[0]?.split('\t').slice(0, 3)).toEqual([
      'my-microsoft-app/ms_graph',
      'my-microsoft-app-microsoft',
      'not connected',
    ]);
  });
});
