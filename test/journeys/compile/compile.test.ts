import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { lint, readJsonDocument } from '../../fakes/documents.ts';
import { createProgram } from '../../fakes/mcpctl.ts';

const program = createProgram();
afterAll(() => program.remove());

const fixtures = resolve(import.meta.dirname, '../../../fixtures/manifests');
const golden = resolve(import.meta.dirname, '../../golden/compile');
const compile = (file: string, ...args: string[]) => program.run(['compile', join(fixtures, file), ...args]);

/** The manifests of the seed that have no errors; the others break rules on purpose. */
const SOUND = [
  'microsoft.json',
  'microsoft.yaml',
  'sales.json',
  'sales.yaml',
  'quick-start.json',
  'crm-manual-provider.json',
];

describe('compile', () => {
  it.each(SOUND)('makes a valid server document of each collection of %s', async (file) => {
    const { code, json } = await compile(file);
    expect(code).toBe(0);
    for (const server of json()) {
      const document = readJsonDocument(JSON.stringify(server));
      expect(document.kind).toBe('mcp-server');
      expect(lint(document)).toEqual([]);
    }
  });

  it('gives the shared provider of two collections to both, with the union of their scopes', async () => {
    const [graph, teams] = (await compile('microsoft.json')).json();
    expect(graph).toEqual({
      name: 'ms-graph',
      config: {
        endpoint: 'https://graph.microsoft.com/mcp',
        auth: {
          type: 'oauth_authorization_code_confidential_pkce',
          client_id: 'your-azure-app-client-id',
          // biome-ignore lint/suspicious/noTemplateCurlyInString: the syntax of a secret reference.
          client_secret: '${secret:microsoft.client_secret}',
          scopes: ['offline_access', 'User.Read', 'Mail.Read', 'ChannelMessage.Send'],
        },
      },
    });
    expect(teams.config.auth).toEqual(graph.config.auth);
  });

  it('makes the same of a manifest in JSON and in YAML', async () => {
    for (const target of ['servers', 'lock', 'plan']) {
      expect((await compile('sales.yaml', '--target', target)).out).toBe(
        (await compile('sales.json', '--target', target)).out,
      );
    }
  });

  it.each([
    ['servers', 'json'],
    ['plan', 'json'],
    ['lock', 'json'],
    ['mcp.json', 'json'],
    ['claude', 'json'],
    ['vscode', 'json'],
    ['cursor', 'json'],
    ['codex', 'toml'],
    ['gemini', 'json'],
  ])('writes %s as before', async (target, extension) => {
    const { code, out, err } = await compile('sales.json', '--target', target);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    await expect(out).toMatchFileSnapshot(join(golden, `${target}.${extension}`));
    if (['servers', 'plan', 'lock', 'claude'].includes(target)) return;
    const direct = await compile('sales.json', '--target', target, '--direct');
    await expect(direct.out).toMatchFileSnapshot(join(golden, `${target}-direct.${extension}`));
  });

  it('wraps the document under --json', async () => {
    const { json } = await compile('quick-start.json', '--target', 'codex', '--json');
    expect(json()).toMatchObject({
      format_version: 1,
      target: 'codex',
      output: expect.stringContaining('[mcp_servers.mcpctl]'),
    });
  });

  it('sends an API key as a reference, never as a value', async () => {
    const manifest = {
      name: 'keys',
      tool_collections: [
        {
          type: 'mcp',
          id: 'weather_api',
          url: 'https://mcp.weather.example/mcp',
          name: 'Weather',
          description: 'Weather',
          namespace: 'weather',
          auth: 'api_key',
          api_key_config: { required_at_install: true },
        },
      ],
    };
    const run = (...args: string[]) => program.run(['compile', '-', ...args], { input: JSON.stringify(manifest) });
    const [server] = (await run()).json();
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the syntax of a secret reference.
    expect(server.config.auth).toEqual({ type: 'token', auth_token: '${secret:weather_api.api_key}' });
    const { out } = await run('--target', 'codex', '--direct');
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the syntax of a secret reference.
    expect(out).toContain('http_headers = { Authorization = "Bearer ${secret:weather_api.api_key}" }');
  });

  it('refuses a manifest with errors, and addresses for a client that takes none', async () => {
    const broken = await program.run(['compile', '-'], { input: '{"tool_collections": [{}]}' });
    expect(broken.code).toBe(1);
    expect(broken.err).toContain('error[manifest-invalid]');
    const claude = await compile('sales.json', '--target', 'claude', '--direct');
    expect(claude.code).toBe(2);
    expect(claude.err).toContain('Go through the gateway: mcpctl compile --target claude');
  });

  it.each(['mcp.json', 'vscode', 'gemini', 'cursor', 'codex'])(
    'puts no variable and no placeholder into %s',
    async (target) => {
      const inBraces = (name: string) => `\${${name}}`;
      const run = (url: string, name = 'K') => {
        const collection = { id: 'k', name, description: 'd', type: 'mcp', url, namespace: 'k', auth: 'other' };
        const input = JSON.stringify({ name: 'ph', tool_collections: [collection] });
        return program.run(['compile', '-', '--target', target, '--direct'], { input });
      };
      for (const url of ['$X', inBraces('X'), inBraces('env:X')].map((text) => `https://evil.example/mcp?k=${text}`)) {
        expect(await run(url)).toMatchObject({ code: 1, out: '', err: expect.stringContaining('error[url-invalid]') });
      }
      const named = await run('https://evil.example/mcp', inBraces('X'));
      expect(named).toMatchObject({ code: 1, out: '', err: expect.stringContaining('error[variable-reference]') });
      const open = await run('https://{{studio}}.example/mcp');
      expect(open).toMatchObject({ code: 1, out: '', err: expect.stringContaining('has a placeholder') });
      expect(open.err).toContain(`mcpctl compile --target ${target}`);
      expect((await run('https://evil.example/mcp')).code).toBe(0);
    },
  );
});
