import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { statementsOf } from '../sdk/guide.mjs';

// `@mcpctl/client`, packed and installed as its users do.

const ROOT = resolve(import.meta.dirname, '../..');
const PACKAGE = join(ROOT, 'packages/client');
const WINDOWS = process.platform === 'win32';

let folder: string;
let installed: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mcpctl-client-'));
  installed = join(folder, 'node_modules/@mcpctl/client');
  npm(PACKAGE, 'pack', '--silent', '--pack-destination', folder);
  const [tarball = ''] = readdirSync(folder);
  npm(folder, 'install', '--ignore-scripts', '--no-audit', '--no-fund', '--offline', join(folder, tarball));
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function npm(cwd: string, ...args: string[]): string {
  return execFileSync('npm', args, { cwd, encoding: 'utf8', shell: WINDOWS, stdio: ['ignore', 'pipe', 'pipe'] });
}

function jsonIn(path: string) {
  return JSON.parse(readFileSync(path, 'utf8'));
}

describe('the package', () => {
  it('has the version of mcpctl, no dependencies, and nothing but what it needs', () => {
    const { version, dependencies } = jsonIn(join(installed, 'package.json'));
    expect([version, dependencies]).toEqual([jsonIn(join(ROOT, 'package.json')).version, undefined]);
    expect(readdirSync(installed).sort()).toEqual(['LICENSE', 'README.md', 'dist', 'package.json']);
  });

  it.each(['index.js', 'index.cjs'])('has at most 8 kB in %s, and nothing of Node', (name) => {
    const code = readFileSync(join(installed, 'dist', name));
    expect(gzipSync(code).length).toBeLessThanOrEqual(8192);
    expect(code.toString()).not.toMatch(/node:|require\(|process\b|Buffer\b/);
  });

  it.each([
    ['import', 'main.mjs', "import { McpctlClient } from '@mcpctl/client';"],
    ['require', 'main.cjs', "const { McpctlClient } = require('@mcpctl/client');"],
  ])('runs with %s', (_way, name, line) => {
    const fetching = 'async (url) => Response.json({ url: String(url) })';
    const rest = `const client = new McpctlClient({ baseUrl: 'http://a.example', apiKey: 'k', fetch: ${fetching} });
client.agents.get('a 1').then(({ url }) => console.log(url));`;
    writeFileSync(join(folder, name), `${line}\n${rest}\n`);
    const out = execFileSync(process.execPath, [join(folder, name)], { encoding: 'utf8' });
    expect(out).toBe('http://a.example/ai/agents/a%201\n');
  });
});

describe('its types', () => {
  const pages = [join(ROOT, 'test/sdk/guide.md'), ...(process.env.MCPCTL_GUIDE ? [process.env.MCPCTL_GUIDE] : [])];
  const guides = pages.map((page) => [codeOf(readFileSync(page, 'utf8'))] as const);

  it.each(guides)('let the code of a guide compile with another import', (code) => {
    for (const [name, compile] of ofModules()) expect([name, compile(code)]).toEqual([name, '']);
  });

  it.each(['packages/client/README.md', 'docs/server.md'])('let the code of %s compile', (path) => {
    const page = readFileSync(join(ROOT, path), 'utf8');
    const code = [...page.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, block]) => block).join('\n');
    for (const [name, compile] of ofModules()) expect([name, compile(code)]).toEqual([name, '']);
  });

  it.each([
    ['another path', "await client.post('/ai/mcp-server', {});", 'NoSuchRoute<"POST /ai/mcp-server">'],
    ['another member', "await client.post('/ai/mcp-servers', { name: 'a', config: { server_url: 'b' } });", 'endpoint'],
  ])('let no guide compile that has %s', (_what, line, fault) => {
    for (const [, compile] of ofModules()) expect(compile(`${headOf()}\n${line}`)).toContain(fault);
  });

  it('are there for require', () => {
    const code = `${headOf()}client.agents.list().then(({ total }) => total.toFixed());\n`;
    expect(compilers()['TypeScript 5, require']?.(code)).toBe('');
  });

  it('are what the description of the API says', () => {
    const args = [join(ROOT, 'scripts/client-types.mjs'), '--check'];
    const { status, stderr } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8', env: {} });
    expect([stderr, status]).toEqual(['', 0]);
  });

  /** Those whose modules may wait at their top level, as guides do. */
  function ofModules() {
    return Object.entries(compilers()).filter(([name]) => !name.endsWith('require'));
  }

  function headOf(): string {
    return `import { McpctlClient } from '@mcpctl/client';
const client = new McpctlClient({ baseUrl: 'https://mcp.example.com', apiKey: 'mcpk_key' });
`;
  }

  /** The statements of a guide. A name that is declared again opens a block. */
  function codeOf(page: string): string {
    const declared = new Set<string>();
    let blocks = 0;
    const code = statementsOf(page).map((statement) => {
      const again = statement.name !== undefined && declared.has(statement.name);
      if (statement.name !== undefined) declared.add(statement.name);
      if (again) blocks++;
      return (again ? '{\n' : '') + statement.code.replace('WachtClient({', "McpctlClient({ baseUrl: '',");
    });
    const head =
      "import { McpctlClient } from '@mcpctl/client';\ndeclare const agentId: string, mcpServerId: string;\n";
    return head + code.join('') + '}\n'.repeat(blocks);
  }

  /** What the compilers of now and of before say of a module, as the kinds of projects have it. Nothing when it is right. */
  function compilers(): Record<string, (code: string) => string> {
    const before = createRequire(join(PACKAGE, 'package.json')).resolve('typescript/package.json');
    const now = createRequire(join(ROOT, 'package.json')).resolve('typescript/package.json');
    const compile = (compiler: string, name: string, options: readonly string[]) => (code: string) => {
      const file = join(folder, 'types', name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(
        join(folder, 'types/globals.d.ts'),
        'declare const process: { env: Record<string, string | undefined> };',
      );
      writeFileSync(file, code);
      const common = ['--noEmit', '--strict', '--target', 'es2022', '--lib', 'es2022,dom', '--skipLibCheck'];
      const args = [
        join(dirname(compiler), 'bin/tsc'),
        ...common,
        ...options,
        join(folder, 'types/globals.d.ts'),
        file,
      ];
      return spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' }).stdout;
    };
    return {
      'TypeScript 5, Node': compile(before, 'guide.mts', ['--module', 'nodenext']),
      'TypeScript 5, require': compile(before, 'guide.cts', ['--module', 'nodenext']),
      'this TypeScript, a bundler': compile(now, 'guide.ts', ['--module', 'preserve', '--moduleResolution', 'bundler']),
    };
  }
});
