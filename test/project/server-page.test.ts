import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createProgram, EXECUTABLE, finished, MASTER_KEY, type Program } from '../fakes/mcpctl.ts';
import { needsUnix } from '../fakes/needs.ts';
import { startWorld, type World } from '../fakes/world.ts';

// Runs every command of docs/server.md in its order. The output must contain the lines that the page shows. The server itself
// runs until the end, on a port of its own.

const page = readFileSync(resolve(import.meta.dirname, '../../docs/server.md'), 'utf8');
const examples = [...page.matchAll(/^```console\n(.*?)^```$/gms)].flatMap(([, block = '']) =>
  block
    .split(/^\$ /m)
    .slice(1)
    .map((text) => text.trimEnd().split('\n'))
    .map(([command = '', ...shows]) => ({ command, shows })),
);

const USUAL = 'http://127.0.0.1:7777';

/** What the page uses of curl, so that no machine needs it. */
const CURL = `
const args = process.argv.slice(2);
const option = (name) => (args.includes(name) ? args[args.indexOf(name) + 1] : undefined);
const [name, value] = (option('--header') ?? 'accept: */*').split(/: (.*)/);
const body = option('--json');
const headers = { [name]: value, ...(body && { 'content-type': 'application/json' }) };
fetch(args.at(-1), { method: body ? 'POST' : 'GET', headers, body })
  .then((response) => response.text())
  .then((text) => process.stdout.write(text));
`;

let world: World;
let program: Program;
let environment: Record<string, string>;
let server: ChildProcess | undefined;
let url = '';

beforeAll(async () => {
  world = await startWorld();
  program = createProgram();
  executable('mcpctl', `exec "${process.execPath}" "${EXECUTABLE}" "$@"`);
  writeFileSync(join(program.home, 'curl.cjs'), CURL);
  executable('curl', `exec "${process.execPath}" "${join(program.home, 'curl.cjs')}" "$@"`);
  environment = {
    PATH: `${join(program.home, 'bin')}:${process.env.PATH}`,
    HOME: program.home,
    MCPCTL_HOME: join(program.home, 'state'),
    MCPCTL_MASTER_KEY: MASTER_KEY,
    NO_COLOR: '1',
  };
});
afterAll(async () => {
  if (server) {
    server.kill();
    await once(server, 'close');
  }
  await world.close();
  program.remove();
});

describe('docs/server.md', needsUnix, () => {
  it.for(examples)('$command', async ({ command, shows }) => {
    const out = command === 'mcpctl serve' ? await serve() : await run(command);
    for (const line of shows) expect(out.replaceAll(url, USUAL)).toContain(line);
  });

  it('has commands', () => {
    expect(examples.length).toBeGreaterThan(8);
  });
});

async function serve(): Promise<string> {
  const child = program.start(['serve', '--listen', '127.0.0.1:0'], { env: environment });
  server = child;
  if (!child.stdout) throw new Error('It has no output.');
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  url = line.replace('Serving ', '');
  return line;
}

/** Runs a command in a shell of its own. What it exports is there for the next one. */
async function run(command: string): Promise<string> {
  const kept = join(program.home, 'exported');
  const ours = command.replaceAll(USUAL, url).replace('http://127.0.0.1:40911/mcp', world.crm.url);
  const script = `set -e; [ ! -e ${kept} ] || . ${kept}\n${ours}\nexport -p > ${kept}`;
  const { code, out, err } = await finished(spawn('bash', ['-c', script], { cwd: program.home, env: environment }));
  expect(code, err).toBe(0);
  return out + err;
}

function executable(name: string, script: string): void {
  const path = join(program.home, 'bin', name);
  mkdirSync(join(program.home, 'bin'), { recursive: true });
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
}
