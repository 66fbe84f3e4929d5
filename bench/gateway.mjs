// npm run bench:gateway: what a gateway costs, in one run: directly, through mcpctl, and through others from npm.
// All stand before the same server. mcp-proxy and supergateway serve HTTP before a process on stdio; mcp-remote and
// supergateway serve stdio before HTTP. Rounds go over everybody in turn, so that a busy machine is busy for all.
import { execFile, fork, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { httpClient, stdioClient } from './gateway/clients.mjs';

const ROUNDS = Number(process.env.ROUNDS ?? 3);
const CALLS = 300;
const SECONDS = 1;
const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'mcpctl-bench-'));
const upstreamFile = join(root, 'bench/gateway/upstream.mjs');
const environment = {
  PATH: process.env.PATH,
  HOME: folder,
  MCPCTL_HOME: join(folder, 'state'),
  MCPCTL_MASTER_KEY: Buffer.alloc(32, 3).toString('base64'),
};
const children = [];

const upstream = fork(upstreamFile, { stdio: 'ignore' });
children.push(upstream);
const { url } = await new Promise((said) => upstream.once('message', said));
try {
  await install('bench', 1, environment);
  await measure();
  await manyUpstreams();
} finally {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
}

async function measure() {
  const contenders = {
    direct: { front: 'http', open: async () => ({ client: await httpClient(url) }), tool: 'echo' },
    'mcpctl --http': { front: 'http', open: mcpctlOverHttp, tool: 'server_0_echo' },
    'mcp-proxy': { front: 'http', open: mcpProxy, tool: 'echo' },
    supergateway: { front: 'http', open: supergatewayOverHttp, tool: 'echo' },
    'mcpctl --stdio': { front: 'stdio', open: onStdio(mcpctl('gateway', '--stdio')), tool: 'server_0_echo' },
    'mcp-remote': { front: 'stdio', open: onStdio([peer('mcp-remote'), url, '--allow-http']), tool: 'echo' },
    'supergateway --stdio': {
      front: 'stdio',
      open: onStdio([peer('supergateway'), '--streamableHttp', url, '--logLevel', 'none']),
      tool: 'echo',
    },
  };
  const results = {};
  for (const [name, { open, tool }] of Object.entries(contenders)) {
    const started = performance.now();
    const opened = await open();
    await opened.client.ask('tools/list');
    const startUp = performance.now() - started;
    const idle = opened.child && memory(opened.child);
    for (let call = 0; call < 200; call++) await callOnce(opened.client, tool);
    results[name] = { ...opened, tool, startUp, idle, calls: 0, latencies: [], rates: { 1: [], 16: [], 64: [] } };
    results[name].usedBefore = opened.child && processorTime(opened.child);
  }
  for (let round = 0; round < ROUNDS; round++) {
    for (const each of Object.values(results)) {
      for (let call = 0; call < CALLS; call++) each.latencies.push(await callOnce(each.client, each.tool));
      each.calls += CALLS;
      for (const callers of [1, 16, 64]) {
        const { count, perSecond } = await rate(each.client, each.tool, callers);
        each.calls += count;
        each.rates[callers].push(perSecond);
      }
    }
  }
  print(results, contenders);
  for (const { client, child } of Object.values(results)) {
    client.close();
    child?.kill('SIGKILL');
  }
}

async function callOnce(client, name) {
  const started = performance.now();
  const text = `${started}`;
  const { content } = await client.ask('tools/call', { name, arguments: { text } });
  if (content[0].text !== text) throw new Error(`A wrong answer: ${JSON.stringify(content)}`);
  return performance.now() - started;
}

/** How many calls, and how many a second, by so many at once. */
async function rate(client, tool, callers) {
  const started = performance.now();
  const end = started + SECONDS * 1000;
  let count = 0;
  const caller = async () => {
    while (performance.now() < end) {
      await callOnce(client, tool);
      count += 1;
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  return { count, perSecond: (count * 1000) / (performance.now() - started) };
}

function print(results, contenders) {
  const sorted = (values) => [...values].sort((one, other) => one - other);
  const at = (values, share) => sorted(values)[Math.floor(values.length * share)];
  const direct = results.direct.latencies;
  const load = loadavg()[0].toFixed(1);
  console.log(`${ROUNDS} rounds of ${CALLS} calls; Node ${process.version}, ${cpus().length} cores, load ${load}`);
  const columns = [
    'front',
    'added p50',
    'added p99',
    '1 caller',
    '16',
    '64',
    'CPU a call',
    'idle',
    'after',
    'start-up',
  ];
  console.log(''.padEnd(22) + columns.map((column) => column.padStart(12)).join(''));
  for (const [name, { latencies, rates, startUp, idle, usedBefore, calls, child }] of Object.entries(results)) {
    const added = [0.5, 0.99].map((share) => `${(at(latencies, share) - at(direct, share)).toFixed(2)} ms`);
    const perSecond = [1, 16, 64].map((callers) => `${at(rates[callers], 0.5).toFixed(0)}/s`);
    const used = child ? `${((processorTime(child) - usedBefore) / calls).toFixed(2)} ms` : '';
    const rest = [used, idle ?? '', child ? memory(child) : '', `${startUp.toFixed(0)} ms`];
    const cells = [contenders[name].front, ...added, ...perSecond, ...rest];
    console.log(name.padEnd(22) + cells.map((cell) => cell.padStart(12)).join(''));
  }
  console.log(`direct: p50 ${at(direct, 0.5).toFixed(2)} ms, p99 ${at(direct, 0.99).toFixed(2)} ms`);
}

/** What the process holds now, without the processes that it has started. */
function memory({ pid }) {
  const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return `${(Number(kilobytes) / 1024).toFixed(0)} MiB`;
}

/** Milliseconds of processor time that the process has used, without the processes that it has started. */
function processorTime({ pid }) {
  const TICK = 10;
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK;
}

/** The others serve one server a process. */
async function manyUpstreams() {
  for (const count of [0, 100]) {
    const env = { ...environment, MCPCTL_HOME: join(folder, `state-of-${count}`) };
    if (count > 0) await install('many', count, env);
    const child = start(mcpctl('gateway', '--stdio'), env);
    const client = await stdioClient(child);
    let tools = [];
    while (tools.length < count) ({ tools } = await client.ask('tools/list'));
    console.log(`mcpctl, ${count} upstreams: ${memory(child)}`);
    child.kill('SIGKILL');
  }
}

/** An app of so many collections, all of the one server. */
async function install(name, count, env) {
  const file = join(folder, `${name}.json`);
  const collections = Array.from({ length: count }, (_, index) => ({
    type: 'mcp',
    id: `server_${index}`,
    url: `${url}?${index}`,
    name: `Server ${index}`,
    description: 'It echoes.',
    namespace: `server_${index}`,
  }));
  const about = { title: 'Bench', description: 'For a benchmark.', publisher: 'mcpctl', version: '1.0.0' };
  const manifest = { name, ...about, status: 'stable', visibility: 'private', tool_collections: collections };
  writeFileSync(file, JSON.stringify(manifest));
  const [program, ...args] = mcpctl('install', file, '--yes');
  await promisify(execFile)(program, args, { env });
}

function mcpctl(...args) {
  return [process.execPath, join(root, 'bin/mcpctl.js'), ...args];
}

function peer(name) {
  return join(root, 'bench/node_modules/.bin', name);
}

function start([program, ...args], env = environment) {
  const child = spawn(program, args, { env, cwd: folder, stdio: ['pipe', 'pipe', 'pipe'] });
  child.stderr.resume();
  children.push(child);
  return child;
}

function onStdio(command) {
  return async () => {
    const child = start(command);
    return { child, client: await stdioClient(child) };
  };
}

async function mcpctlOverHttp() {
  const [program, ...show] = mcpctl('gateway', '--show-token');
  const { stdout } = await promisify(execFile)(program, show, { env: environment });
  const headers = { authorization: `Bearer ${stdout.trim()}` };
  return overHttp((port) => mcpctl('gateway', '--http', String(port)), headers);
}

function mcpProxy() {
  return overHttp((port) => [
    peer('mcp-proxy'),
    ...['--host', '127.0.0.1', '--port', String(port), '--server', 'stream', '--'],
    ...[process.execPath, upstreamFile, '--stdio'],
  ]);
}

function supergatewayOverHttp() {
  return overHttp((port) => [
    peer('supergateway'),
    ...['--stdio', `${process.execPath} ${upstreamFile} --stdio`, '--outputTransport', 'streamableHttp'],
    ...['--stateful', '--port', String(port), '--logLevel', 'none'],
  ]);
}

/** Asks until somebody listens there. */
async function overHttp(command, headers) {
  const port = await freePort();
  const child = start(command(port));
  child.stdout.resume();
  for (const deadline = Date.now() + 60_000; ; ) {
    try {
      return { child, client: await httpClient(`http://127.0.0.1:${port}/mcp`, headers) };
    } catch (thrown) {
      if (Date.now() > deadline || child.exitCode !== null) throw thrown;
      await new Promise((done) => setTimeout(done, 20));
    }
  }
}

function freePort() {
  return new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}
