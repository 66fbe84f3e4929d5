// npm run bench:flood: what a server that floods one call with notifications costs everybody else behind the same gateway.
// The client of the flooded call reads nothing, or reads everything; the other client calls a tool of an honest server all the
// time. Fails when those calls take 100 ms longer (p99) than through a gateway without a flood, or the gateway grows by 50 MiB.
import { fork, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect as dial } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SECONDS = Number(process.env.FLOOD_SECONDS ?? 8);
const FLOODS = Number(process.env.FLOODS ?? 1);
const MOST_MILLISECONDS = 100;
const MOST_GROWTH = 50;
const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'mcpctl-flood-'));
const environment = {
  PATH: process.env.PATH,
  HOME: folder,
  MCPCTL_HOME: join(folder, 'state'),
  MCPCTL_MASTER_KEY: Buffer.alloc(32, 3).toString('base64'),
  ...(process.env.MCPCTL_SLOW && { MCPCTL_SLOW: process.env.MCPCTL_SLOW }),
};
const ENVELOPE = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientInfo': { name: 'bench', version: '1' },
  'io.modelcontextprotocol/clientCapabilities': {},
  'io.modelcontextprotocol/logLevel': 'debug',
};
const children = [];
const rows = [];
try {
  const [honest, hostile] = await Promise.all([server('honest'), server('hostile')]);
  await mcpctl('server', 'create', 'honest', honest, '--auth', 'none');
  await mcpctl('server', 'create', 'hostile', hostile, '--auth', 'none');
  for (const era of ['2025', '2026']) {
    for (const reads of [false, true]) await measure(era, reads);
  }
} finally {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
}
console.table(rows);
const failed = rows.filter((row) => row['moved by (ms)'] >= MOST_MILLISECONDS || row['growth (MiB)'] >= MOST_GROWTH);
if (failed.length > 0) {
  console.error(
    `Too much: a call may wait ${MOST_MILLISECONDS} ms longer, and the gateway may grow by ${MOST_GROWTH} MiB.`,
  );
  process.exitCode = 1;
}

async function measure(era, reads) {
  // The same calls go through a gateway without a flood at the same time, so that a busy machine is busy for both.
  const [flooded, calm] = await Promise.all([startGateway(), startGateway()]);
  const victim = await open(flooded, '2025');
  const other = await open(calm, '2025');
  const client = await open(flooded, era);
  // A gateway that has worked for some time has the memory that it needs.
  await Promise.all([callsFor(victim, 4), callsFor(other, 4)]);
  const [memoryBefore, cpuBefore] = [memory(flooded.child), cpu(flooded.child) - cpu(calm.child)];
  const sockets = Array.from({ length: FLOODS }, () => client.post(callOf('hostile_flood', era), reads));
  let peak = 0;
  const looking = setInterval(() => {
    peak = Math.max(peak, memory(flooded.child));
  }, 50);
  const [during, meanwhile] = await Promise.all([callsFor(victim, SECONDS), callsFor(other, SECONDS)]);
  clearInterval(looking);
  for (const socket of sockets) socket.destroy();
  const shown = (times) => `${percentile(times, 0.5)} / ${percentile(times, 0.99)} / ${percentile(times, 1)}`;
  rows.push({
    client: `${era}, ${reads ? 'reads' : 'reads nothing'}`,
    calls: during.length,
    'p50/p99/longest (ms)': shown(during),
    'without a flood (ms)': shown(meanwhile),
    'moved by (ms)': round(percentile(during, 0.99) - percentile(meanwhile, 0.99)),
    'growth (MiB)': peak - memoryBefore,
    'processor (s)': round(cpu(flooded.child) - cpu(calm.child) - cpuBefore),
  });
  for (const { child } of [flooded, calm]) child.kill('SIGKILL');
}

async function startGateway() {
  const child = spawn(process.execPath, [join(root, 'bin/mcpctl.js'), 'gateway', '--http', '0'], { env: environment });
  children.push(child);
  const url = await new Promise((said) =>
    child.stderr.on('data', (text) => {
      const [, found] = /Serving on (\S+)/.exec(String(text)) ?? [];
      if (found) said(found);
    }),
  );
  return { child, url, token: (await mcpctl('gateway', '--show-token')).trim() };
}

async function server(kind) {
  const child = fork(join(root, 'bench/flood/server.mjs'), [kind], { stdio: 'ignore' });
  children.push(child);
  return new Promise((said) => child.once('message', said));
}

function mcpctl(...args) {
  const child = spawn(process.execPath, [join(root, 'bin/mcpctl.js'), ...args], { env: environment });
  let out = '';
  child.stdout.on('data', (text) => {
    out += text;
  });
  return new Promise((done, fail) =>
    child.on('close', (code) =>
      code === 0 ? done(out) : fail(new Error(`mcpctl ${args.join(' ')} ended with ${code}`)),
    ),
  );
}

/** How long each call took, one after the other. */
async function callsFor(client, seconds) {
  const took = [];
  for (const end = performance.now() + seconds * 1000; performance.now() < end; ) {
    const started = performance.now();
    await client.ask(callOf('honest_echo', '2025'));
    took.push(performance.now() - started);
    await new Promise((done) => setTimeout(done, 5));
  }
  return took;
}

function callOf(name, era) {
  const meta = { progressToken: 'p', ...(era === '2026' && ENVELOPE) };
  return { jsonrpc: '2.0', id: 9, method: 'tools/call', params: { name, arguments: {}, _meta: meta } };
}

async function open({ url, token }, era) {
  const headers = {
    authorization: `Bearer ${token}`,
    accept: 'application/json, text/event-stream',
    'content-type': 'application/json',
    ...(era === '2026' && {
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': 'tools/call',
      'mcp-name': 'hostile_flood',
    }),
  };
  const ask = async (message) => {
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(message) });
    if (!response.ok) throw new Error(`HTTP ${response.status}: ${await response.text()}`);
    await response.text();
    return response;
  };
  if (era === '2025') {
    const clientInfo = { name: 'bench', version: '1' };
    const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo };
    const { headers: given } = await ask({ jsonrpc: '2.0', id: 1, method: 'initialize', params });
    headers['mcp-session-id'] = given.get('mcp-session-id');
    await ask({ jsonrpc: '2.0', method: 'notifications/initialized' });
  }
  const post = (message, reads) => {
    const { host, hostname, port, pathname } = new URL(url);
    const body = JSON.stringify(message);
    const lines = Object.entries({ host, ...headers, 'content-length': Buffer.byteLength(body) });
    const socket = dial(Number(port), hostname);
    socket.on('error', () => {});
    socket.write(`POST ${pathname} HTTP/1.1\r\n${lines.map((line) => line.join(': ')).join('\r\n')}\r\n\r\n${body}`);
    if (reads) socket.resume();
    return socket;
  };
  return { ask, post };
}

/** User and system time of a process, in seconds. */
function cpu({ pid }) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

function round(value) {
  return Math.round(value * 10) / 10;
}

function percentile(times, share) {
  const sorted = [...times].sort((one, other) => one - other);
  return round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]);
}

/** In MiB. */
function memory({ pid }) {
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024);
}
