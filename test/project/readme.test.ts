import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AGREEING } from '../fakes/browser.ts';
import { createProgram, EXECUTABLE, finished, MASTER_KEY, type Program } from '../fakes/mcpctl.ts';
import { needsPostgres, needsUnix } from '../fakes/needs.ts';
import { type Postgres, startPostgres } from '../fakes/postgres.ts';
import { SECRETS, sharedProviderManifest, startWorld, type World } from '../fakes/world.ts';

// Runs every command of the README in its order. The output must contain the lines that the README shows. What a section
// exports holds for that section only.

const ROOT = resolve(import.meta.dirname, '../..');

interface Example {
  readonly section: string;
  readonly command: string;
  readonly shows: readonly string[];
}

const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
const examples = readme.split(/^(?=##)/m).flatMap((section) => {
  const [heading = ''] = section.split('\n');
  const blocks = [...section.matchAll(/^```console\n(.*?)^```$/gms)];
  return blocks.flatMap(([, block = '']) => examplesOf(heading, block));
});

let world: World;
let postgres: Postgres | undefined;
const exported = new Map<string, Record<string, string>>();
let program: Program;
let environment: Record<string, string>;

beforeAll(async () => {
  [world, postgres] = await Promise.all([startWorld(), needsPostgres.skip ? undefined : startPostgres()]);
  program = createProgram();
  const folder = program.home;
  const manifest = sharedProviderManifest(world);
  const [crm, calendar] = manifest.tool_collections;
  write('acme-desk.json', manifest);
  write('mistakes.json', { ...manifest, tool_collections: [crm, { ...calendar, oauth_provider: 'acmee' }] });
  mkdirSync(join(folder, 'apps'));
  write('apps/acme-desk.json', manifest);
  executable('mcpctl', `exec "${process.execPath}" "${EXECUTABLE}" "$@"`);
  executable(
    'op',
    `[ "$*" = "read --no-newline op://Work/Acme/client-secret" ] && printf %s "${SECRETS.clientSecret}"`,
  );
  // The fake world has no such address: this curl only checks the header that it would send.
  executable('curl', 'case "$*" in *"--header Authorization: Bearer "?*) exit 0;; *) exit 22;; esac');
  environment = {
    PATH: `${join(folder, 'bin')}:${process.env.PATH}`,
    HOME: folder,
    MCPCTL_HOME: join(folder, 'state'),
    MCPCTL_MASTER_KEY: MASTER_KEY,
    ACME_CLIENT_SECRET: SECRETS.clientSecret,
    BROWSER: AGREEING,
    NO_COLOR: '1',
  };
});
afterAll(async () => {
  await Promise.all([world.close(), postgres?.stop()]);
  program.remove();
});

describe('the README', needsUnix, () => {
  it.for(examples)('$command', async ({ section, command, shows }, { skip }) => {
    skip(section.includes('PostgreSQL') && !postgres, needsPostgres.meta.needs);
    const [, name = '', value = ''] = /^export (\w+)=(\S+)$/.exec(command) ?? [];
    if (name) {
      exported.set(section, { ...exported.get(section), [name]: ourAddress(value) });
      return;
    }
    const env = { ...environment, ...exported.get(section) };
    const child = spawn('bash', ['-c', ourAddress(command)], { cwd: program.home, env });
    playPerson(child, command);
    const run = finished(child, command.includes('--paste') ? null : '');
    const { code, out, err } = await run;
    expect(code, err).toBe(command.includes('mistakes') ? 1 : 0);
    for (const line of shows) expect(withoutChance(out + err)).toContain(withoutChance(line));
    const client = CLIENTS[command];
    if (client) expect(await toolsOf(client, env)).toEqual(client.tools);
  });

  it('names the two commands that CI runs', () => {
    const ci = readFileSync(join(ROOT, '.ci/run'), 'utf8');
    for (const name of ['quickstart', 'test']) {
      expect(readme).toMatch(new RegExp(`^npm (run )?${name} `, 'm'));
      expect(ci).toMatch(new RegExp(`npm (run --silent )?${name}`));
    }
  });
});

interface ConfiguredClient {
  readonly file: string;
  readonly key: string;
  readonly tools: readonly string[];
}

/** The tools that a client finds after it has read the configuration that the command wrote. */
const CLIENTS: Readonly<Record<string, ConfiguredClient>> = {
  'mcpctl export claude-code': {
    file: '.mcp.json',
    key: 'mcpServers',
    tools: [
      ...['crm_search', 'crm_add_note', 'crm_photo', 'crm_whoami', 'calendar_next_event'],
      ...['contacts_search', 'contacts_add_note', 'contacts_photo', 'contacts_whoami'],
    ],
  },
  'mcpctl export vscode --agent desk': { file: '.vscode/mcp.json', key: 'servers', tools: ['crm_search'] },
};

/** Starts the command in the configuration as the client would, in its folder. */
async function toolsOf({ file, key, tools }: ConfiguredClient, env: Record<string, string>): Promise<string[]> {
  const { command, args } = JSON.parse(readFileSync(join(program.home, file), 'utf8'))[key].mcpctl;
  const client = new Client({ name: 'a-client', version: '1.0.0' });
  // The shell finds the command in PATH, as it does for the client.
  const words = ['-c', 'exec "$@"', 'client', command, ...args];
  await client.connect(new StdioClientTransport({ command: 'bash', args: words, cwd: program.home, env }));
  const names = async () => (await client.listTools()).tools.map(({ name }) => name);
  await expect.poll(async () => (await names()).length, { timeout: 20_000 }).toBe(tools.length);
  const found = await names();
  await client.close();
  return found;
}

/** Replaces the example addresses of the README by those of the fake world. */
function ourAddress(text: string): string {
  return text
    .replace('http://127.0.0.1:40911/mcp', world.crm.url)
    .replace(/^postgres:\S+$/, () => postgres?.createDatabase() ?? '');
}

/** Opens the address that a command without a browser shows; for --paste, types the address that the browser ended on. */
function playPerson(child: ChildProcess, command: string): void {
  if (!/--paste|--device/.test(command)) return;
  const [node = '', script = ''] = AGREEING.split(' ');
  const stop = command.includes('--paste') ? ['--stop-at', '/callback'] : [];
  let text = '';
  const hear = async (chunk: Buffer) => {
    text += chunk;
    const url = /(?:^ {2}|Open )(http\S+)(?: on any device.*)?\n/m.exec(text)?.[1];
    if (!url) return;
    child.stderr?.off('data', hear);
    const { stdout } = await promisify(execFile)(node, [script, ...stop, url]);
    if (command.includes('--paste')) child.stdin?.end(stdout);
  };
  child.stderr?.on('data', hear);
}

/** Replaces ports, nonces and tokens, which differ from run to run. */
function withoutChance(text: string): string {
  return text
    .replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:PORT')
    .replace(/\/start\/\S+/g, '/start/NONCE')
    .replace(/Bearer \S+/g, 'Bearer TOKEN');
}

function examplesOf(section: string, block: string): Example[] {
  return block
    .split(/^\$ /m)
    .slice(1)
    .map((text) => {
      const [command = '', ...shows] = text.trimEnd().split('\n');
      return { section, command, shows };
    });
}

function write(name: string, document: unknown): void {
  writeFileSync(join(program.home, name), `${JSON.stringify(document, null, 2)}\n`);
}

function executable(name: string, script: string): void {
  const path = join(program.home, 'bin', name);
  mkdirSync(join(program.home, 'bin'), { recursive: true });
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
}
