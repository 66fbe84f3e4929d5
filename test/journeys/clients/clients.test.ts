import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createProgram, type Program } from '../../fakes/mcpctl.ts';
import { SECRETS, startWorld, type World } from '../../fakes/world.ts';

let world: World;
let program: Program;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());
beforeEach(() => {
  program = createProgram();
});
afterEach(() => program.remove());

const GATEWAY = { command: 'mcpctl', args: ['gateway', '--stdio'] };

function put(path: string, text: string): string {
  const file = join(program.home, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}
const read = (path: string) => readFileSync(join(program.home, path), 'utf8');

describe('mcpctl export', () => {
  it.each([
    ['claude-desktop', '.config/Claude/claude_desktop_config.json', { mcpServers: { mcpctl: GATEWAY } }],
    ['claude-code', '.mcp.json', { mcpServers: { mcpctl: { type: 'stdio', ...GATEWAY } } }],
    ['cursor', '.cursor/mcp.json', { mcpServers: { mcpctl: GATEWAY } }],
    ['vscode', '.vscode/mcp.json', { servers: { mcpctl: { type: 'stdio', ...GATEWAY } } }],
    ['gemini', '.gemini/settings.json', { mcpServers: { mcpctl: GATEWAY } }],
    ['windsurf', '.codeium/windsurf/mcp_config.json', { mcpServers: { mcpctl: GATEWAY } }],
    ['zed', '.config/zed/settings.json', { context_servers: { mcpctl: { source: 'custom', ...GATEWAY } } }],
  ])('writes what %s reads, where it reads it', async (client, path, configuration) => {
    const { code, err } = await program.run(['export', client]);
    expect(code, err).toBe(0);
    expect(JSON.parse(read(path))).toEqual(configuration);
    const again = await program.run(['export', client, '--json']);
    expect(again.json()).toMatchObject({ outcome: 'nothing_to_do', backup: null });
  });

  it('keeps the comments, the order and the other servers, and what was there beside it', async () => {
    const before =
      '// mine\n{\n  "theme": "dark", // always\n  "servers": {\n    "other": { "url": "https://x.example/mcp" }\n  }\n}\n';
    put('.vscode/mcp.json', before);
    const { code, out, err } = await program.run(['export', 'vscode', '--project', 'work', '--json']);
    expect(code, err).toBe(0);
    const after = read('.vscode/mcp.json');
    expect(after).toContain('// mine\n{\n  "theme": "dark", // always');
    expect(after).toContain('"other": { "url": "https://x.example/mcp" }');
    expect(after).toContain('--project');
    const { backup } = JSON.parse(out);
    expect(readFileSync(join(program.home, backup), 'utf8')).toBe(before);
    expect(err).toMatch(/^\+.*mcpctl/m);
  });

  it('replaces its own table of TOML alone, and adds one where there is none', async () => {
    put(
      '.codex/config.toml',
      'model = "o"\n\n[mcp_servers.mcpctl]\ncommand = "old"\n\n# mine\n[mcp_servers.other]\ncommand = "x"\n',
    );
    expect((await program.run(['export', 'codex'])).code).toBe(0);
    const table = '[mcp_servers.mcpctl]\ncommand = "mcpctl"\nargs = ["gateway", "--stdio"]\n';
    expect(read('.codex/config.toml')).toBe(`model = "o"\n\n${table}\n# mine\n[mcp_servers.other]\ncommand = "x"\n`);
    put('.codex/config.toml', 'model = "o"\n');
    expect((await program.run(['export', 'codex'])).code).toBe(0);
    expect(read('.codex/config.toml')).toBe(`model = "o"\n\n${table}`);
    expect(JSON.parse((await program.run(['export', 'codex', '--json'])).out).outcome).toBe('nothing_to_do');
  });

  it('writes nothing to print, to try, or over what it cannot read', async () => {
    expect(JSON.parse((await program.run(['export', 'cursor', '--print'])).out)).toEqual({
      mcpServers: { mcpctl: GATEWAY },
    });
    expect((await program.run(['export', 'cursor', '--dry-run'])).out).toContain('+');
    expect(existsSync(join(program.home, '.cursor'))).toBe(false);
    put('.cursor/mcp.json', '{ "mcpServers": ');
    const { code, err } = await program.run(['export', 'cursor']);
    expect(code).toBe(2);
    expect(err).toContain('config-invalid');
    expect(read('.cursor/mcp.json')).toBe('{ "mcpServers": ');
    expect(readdirSync(join(program.home, '.cursor'))).toEqual(['mcp.json']);
  });
});

describe('mcpctl import', () => {
  it('makes servers of addresses, encrypts what it finds, and says why it leaves the others', async () => {
    const file = put(
      'clients.json',
      JSON.stringify({
        mcpServers: {
          mcpctl: GATEWAY,
          weather: { url: world.weather.url, headers: { Authorization: `Bearer ${SECRETS.apiKey}` } },
          'My notes': { command: 'npx', args: ['-y', 'mcp-remote@latest', world.notes.url] },
          local: { command: 'node', args: ['server.js'] },
        },
      }),
    );
    const run = await program.run(['import', 'cursor', '--file', file, '--json']);
    expect(run.code, run.err).toBe(0);
    expect(run.out + run.err).not.toContain(SECRETS.apiKey);
    expect(run.json().servers).toMatchObject([
      { name: 'weather', outcome: 'created', secrets_stored: ['Authorization'] },
      { name: 'My notes', outcome: 'created', secrets_stored: [] },
      { name: 'local', outcome: 'skipped', why: expect.stringContaining('starts a program') },
    ]);
    expect(run.json()).toMatchObject({ taken_out: [], exposed: ['weather'] });
    expect(run.err).toContain(`Take them out: mcpctl import cursor --file ${file} --yes`);
    const called = await program.run(['call', 'weather_echo', 'text=hello']);
    expect(called.code, called.err).toBe(0);
    expect((await program.run(['call', 'My_notes_echo', 'text=hello'])).code).toBe(0);
    for (const name of readdirSync(join(program.home, 'state'))) {
      expect(readFileSync(join(program.home, 'state', name)).includes(SECRETS.apiKey), name).toBe(false);
    }
    const again = await program.run(['import', 'cursor', '--file', file, '--json']);
    expect(again.json().servers.map(({ outcome }: { outcome: string }) => outcome)).toEqual([
      'skipped',
      'skipped',
      'skipped',
    ]);
  });

  it('takes the secrets out of the file after a yes, shows no secret, and keeps what was there for its owner', async () => {
    const before = `// mine\n{\n  "mcpServers": {\n    "weather": { "url": "${world.weather.url}", "headers": { "Authorization": "Bearer ${SECRETS.apiKey}" } },\n    // open to all\n    "notes": { "url": "${world.notes.url}" }\n  },\n  "theme": "dark"\n}\n`;
    const file = put('.gemini/settings.json', before);
    const kept = await program.run(['import', 'gemini', '--json']);
    expect(kept.json()).toMatchObject({ taken_out: [], exposed: ['weather'], backup: null });
    expect(read('.gemini/settings.json')).toBe(before);
    // The servers are there already, and the secrets leave all the same.
    const run = await program.run(['import', 'gemini', '--yes', '--json']);
    expect(run.code, run.err).toBe(0);
    expect(run.json()).toMatchObject({ taken_out: ['weather'], exposed: [] });
    expect(run.err).toMatch(/^-.*"Authorization": "\[secret\]"/m);
    expect(run.out + run.err).not.toContain(SECRETS.apiKey);
    const after = read('.gemini/settings.json');
    expect(after).toContain('// mine');
    expect(after).toContain('// open to all');
    expect(after).toContain('"theme": "dark"');
    expect(after).not.toContain('weather');
    const { backup } = run.json();
    expect(backup.startsWith(file)).toBe(true);
    expect(readFileSync(backup, 'utf8')).toBe(before);
    expect(statSync(backup).mode & 0o777).toBe(0o600);
    const called = await program.run(['call', 'weather_echo', 'text=hello']);
    expect(called.out).toContain('hello');
  });

  it('reads the TOML of Codex, and the headers of a bridge; takes only its own tables out', async () => {
    const lines = [
      '# mine',
      'model = "o"',
      '',
      '[mcp_servers.weather]',
      `url = "${world.weather.url}"`,
      '[mcp_servers.weather.http_headers]',
      `Authorization = "Bearer ${SECRETS.apiKey}"`,
      '',
      '[mcp_servers."of all"]',
      `url = "${world.notes.url}"`,
      'env_http_headers = { "X-Tenant" = "TENANT" }',
      '',
      '[mcp_servers.bridge]',
      'command = "npx"',
      `args = ["mcp-remote", "${world.weather.url}", "--header", "Authorization: Bearer \${KEY}"]`,
      `env = { KEY = "${SECRETS.apiKey}" }`,
      '',
      '# how it looks',
      '[tui]',
      'notifications = true',
      '',
    ];
    put('.codex/config.toml', lines.join('\n'));
    const run = await program.run(['import', 'codex', '--yes', '--json'], { env: { TENANT: 'acme' } });
    expect(run.code, run.err).toBe(0);
    expect(run.json()).toMatchObject({
      servers: [
        { name: 'weather', outcome: 'created', secrets_stored: ['Authorization'] },
        { name: 'of all', outcome: 'created', secrets_stored: [] },
        { name: 'bridge', outcome: 'created', secrets_stored: ['Authorization'] },
      ],
      taken_out: ['weather', 'bridge'],
    });
    expect(run.out + run.err).not.toContain(SECRETS.apiKey);
    expect(read('.codex/config.toml')).toBe(
      [...lines.slice(0, 3), ...lines.slice(8, 12), ...lines.slice(17)].join('\n'),
    );
    for (const name of ['weather_echo', 'bridge_echo']) {
      expect((await program.run(['call', name, 'text=hello'])).out).toContain('hello');
    }
  });

  it('leaves a file alone whose tables it cannot take out by themselves', async () => {
    const inline = `mcp_servers = { weather = { url = "${world.weather.url}", http_headers = { Authorization = "Bearer ${SECRETS.apiKey}" } } }\n`;
    put('.codex/config.toml', inline);
    const run = await program.run(['import', 'codex', '--yes', '--json']);
    expect(run.json()).toMatchObject({ taken_out: [], exposed: ['weather'] });
    expect(read('.codex/config.toml')).toBe(inline);
    put('.codex/config.toml', 'model = ');
    expect((await program.run(['import', 'codex'])).err).toContain('config-invalid');
    expect((await program.run(['export', 'codex'])).err).toContain('config-invalid');
    expect(read('.codex/config.toml')).toBe('model = ');
  });

  it('goes on after a server that fails, and ends with its exit code', async () => {
    const gone = await startWorld();
    await gone.close();
    const servers = {
      gone: { httpUrl: gone.notes.url },
      notes: { httpUrl: world.notes.url, headers: { 'X-Tenant': '$' + '{TENANT}' } },
      asked: { url: world.weather.url, headers: { 'X-Key': '$' + '{input:key}' } },
    };
    put('.gemini/settings.json', JSON.stringify({ mcpServers: servers }));
    const run = await program.run(['import', 'gemini', '--yes', '--json'], { env: { TENANT: 'acme' } });
    expect(run.code, run.err).toBe(3);
    expect(run.json().servers).toMatchObject([
      { name: 'gone', outcome: 'failed' },
      { name: 'notes', outcome: 'created' },
      { name: 'asked', outcome: 'skipped' },
    ]);
    expect((await program.run(['server', 'show', 'notes', '--json'])).json().header_names).toEqual(['X-Tenant']);
  });

  it('sends no variable anywhere before a person has seen the host, and none of ours at all', async () => {
    const variable = (name: string) => '$'.concat('{', name, '}');
    const servers = {
      helpful: { type: 'http', url: world.notes.url, headers: { 'X-A': `Token ${variable('AWS_SECRET')}` } },
      master: { type: 'http', url: world.notes.url, headers: { 'X-B': variable('MCPCTL_MASTER_KEY') } },
    };
    put('.mcp.json', JSON.stringify({ mcpServers: servers }));
    const env = { AWS_SECRET: 'canary-aws-secret-0815' };
    const asked = await program.run(['import', 'claude-code', '--no-input'], { env });
    expect(asked.code, asked.err).toBe(2);
    expect(asked.err).toContain(`AWS_SECRET → ${new URL(world.notes.url).host} (helpful)`);
    expect(asked.err).toContain('inside of the current folder');
    expect(asked.err).toContain('mcpctl import claude-code --yes');
    expect((await program.run(['server', 'list', '--json'])).json().servers).toEqual([]);
    const before = world.notes.requests.length;
    const run = await program.run(['import', 'claude-code', '--yes', '--json'], { env });
    expect(run.json().servers).toMatchObject([
      { name: 'helpful', outcome: 'created', secrets_stored: [] },
      { name: 'master', outcome: 'skipped', why: expect.stringContaining('MCPCTL_MASTER_KEY') },
    ]);
    await program.run(['tools', 'helpful']);
    const sent = world.notes.requests.slice(before).map(({ headers }) => headers['x-a']);
    expect(sent).toContain('Token canary-aws-secret-0815');
  });

  it('gives the provider the OAuth client of an entry, and names what it leaves in the file', async () => {
    const auth = { CLIENT_ID: 'acme-desk', CLIENT_SECRET: SECRETS.clientSecret, scopes: ['contacts.read'] };
    const servers = {
      'our crm': { url: world.crm.url, auth },
      notes: { url: world.notes.url, auth },
      off: { url: world.weather.url, disabled: true },
    };
    put('.cursor/mcp.json', JSON.stringify({ mcpServers: servers }));
    const run = await program.run(['import', 'cursor', '--yes', '--json']);
    expect(run.code, run.err).toBe(0);
    expect(run.json()).toMatchObject({
      servers: [
        { name: 'our crm', server: 'our-crm', outcome: 'created', secrets_stored: ['client_secret'] },
        { name: 'notes', outcome: 'created', why: expect.stringContaining('OAuth client'), secrets_stored: [] },
        { name: 'off', server: null, outcome: 'skipped', why: expect.stringContaining('switched off') },
      ],
      taken_out: ['our crm'],
      exposed: ['notes'],
    });
    expect(run.out + run.err).not.toContain(SECRETS.clientSecret);
    const shown = (await program.run(['server', 'show', 'our-crm', '--json'])).json();
    expect(JSON.stringify(shown)).toContain('acme-desk');
    expect(Object.keys(JSON.parse(read('.cursor/mcp.json')).mcpServers)).toEqual(['notes', 'off']);
  });

  it('says where it looked', async () => {
    const missing = await program.run(['import', 'cursor']);
    expect(missing.code).toBe(2);
    expect(missing.err).toContain(join('.cursor', 'mcp.json'));
  });
});
