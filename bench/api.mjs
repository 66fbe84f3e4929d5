// npm run bench:api: what a request of the HTTP API costs. In one run, in turn:
// - how long it takes beside a bare Hono handler (p99), and the processor time of both, with 10 and with 10,000 servers,
//   agents and end users;
// - how many queries it asks and how many rows they return, with 10 and with 10,000;
// - what knowing the caller costs a call through the gateway: `serve` beside `gateway --http`.
import { execFile, fork, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent, request as send } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { loadTypeScript } from '../scripts/load-typescript.mjs';
import { httpClient } from './gateway/clients.mjs';

const ROUNDS = Number(process.env.ROUNDS ?? 5);
const REQUESTS = 400;
const [FEW, MANY] = [10, 10_000];
const root = fileURLToPath(new URL('..', import.meta.url));
const executable = join(root, 'bin/mcpctl.js');
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
const children = [];
const folders = [];

const upstream = fork(join(root, 'bench/gateway/upstream.mjs'), { stdio: 'ignore' });
children.push(upstream);
const { url: upstreamUrl } = await new Promise((said) => upstream.once('message', said));
try {
  await countQueries();
  await timeRequests();
  await timeCalls();
} finally {
  for (const child of children) child.kill('SIGKILL');
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
}
process.exit(0);

async function countQueries() {
  const { filled } = await loadTypeScript('bench/api/fill.ts');
  const rows = [];
  for (const count of [FEW, MANY]) {
    const server = await filled(count, upstreamUrl);
    const requests = requestsOn(server.serverId);
    for (const [name, [method, path, body]] of Object.entries(requests)) {
      // The least: once in half a second the caller is looked up as well.
      const costs = [];
      for (let time = 0; time < 4; time++) costs.push(await server.costOf(method, path, body));
      costs.sort((one, other) => one.queries - other.queries);
      rows.push([name, count, costs[0]]);
    }
    await server.close();
  }
  console.log('\nQueries and rows of one request, with 10 and with 10,000 servers, agents and end users');
  for (const [name, count, few] of rows.filter(([, count]) => count === FEW)) {
    const many = rows.find(([other, size]) => other === name && size !== count)[2];
    const isSame = few.queries === many.queries && few.rows === many.rows;
    console.log(`  ${name.padEnd(24)} ${show(few)}  ${show(many)}  ${isSame ? 'the same' : 'NOT the same'}`);
  }
}

function show({ queries, rows }) {
  return `${queries} queries, ${rows} rows`.padEnd(22);
}

function requestsOn(id) {
  return {
    'a page of servers': ['GET', '/ai/mcp-servers?limit=5'],
    'one server': ['GET', `/ai/mcp-servers/${id}`],
    'change a server': ['PATCH', `/ai/mcp-servers/${id}`, { config: { headers: {} } }],
    'a page of agents': ['GET', '/ai/agents?limit=5'],
    'one agent': ['GET', '/ai/agents/desk'],
    'details of an agent': ['GET', '/ai/agents/desk/details'],
    'servers of an agent': ['GET', '/ai/agents/desk/mcp-servers'],
    'attach a server': ['POST', `/ai/agents/desk/mcp-servers/${id}`],
    'an end user': ['POST', '/ai/actors', { subject_type: 'user', external_key: 'new' }],
    'a ticket': ['POST', '/session/tickets', { ticket_type: 'agent_access', agent_ids: ['desk'], actor_id: 'u1' }],
    'a token for an end user': ['POST', '/ai/actors/u1/tokens', { agent_id: 'desk' }],
  };
}

async function timeRequests() {
  const hono = fork(join(root, 'bench/api/hono.mjs'), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  children.push(hono);
  const honoUrl = await new Promise((said) => hono.once('message', said));
  const contenders = { 'bare Hono': { child: hono, url: honoUrl, id: 'x' } };
  for (const count of [FEW, MANY]) contenders[`${count} of each`] = await served(count);
  for (const each of Object.values(contenders)) {
    for (let warm = 0; warm < 300; warm++) await get(each, pathOf(each, warm));
    Object.assign(each, { times: [], before: processorTime(each.child), requests: 0 });
  }
  for (let round = 0; round < ROUNDS; round++) {
    for (const each of Object.values(contenders)) {
      for (let index = 0; index < REQUESTS; index++) {
        const began = performance.now();
        await get(each, pathOf(each, index));
        each.times.push(performance.now() - began);
      }
      each.requests += REQUESTS;
    }
  }
  console.log('\nA page of 5 servers and one server, by turns');
  const [bare, few] = Object.values(contenders);
  for (const [name, each] of Object.entries(contenders)) {
    const own = cpuOf(each);
    const p99 = quantile(each.times, 0.99);
    console.log(
      `  ${name.padEnd(14)} p50 ${quantile(each.times, 0.5).toFixed(2)} ms, p99 ${p99.toFixed(2)} ms (${(p99 / quantile(bare.times, 0.99)).toFixed(1)} times Hono), ` +
        `${(own * 1000).toFixed(3)} ms of processor time (${(own / cpuOf(few)).toFixed(2)} times that with 10)`,
    );
  }
  for (const { child } of Object.values(contenders)) child.kill('SIGKILL');
}

function pathOf({ id }, index) {
  return index % 2 === 0 ? '/ai/mcp-servers?limit=5' : `/ai/mcp-servers/${id}`;
}

function cpuOf({ child, before, requests }) {
  return (processorTime(child) - before) / requests;
}

/** What a call through the gateway costs: the one token of `gateway --http`, and the key of a caller of `serve`. */
async function timeCalls() {
  const { env, key } = await home(0);
  const gateway = begin(['gateway', '--http', '0'], env);
  const gatewayUrl = await urlOf(gateway.stderr);
  const { stdout: token } = await run(['gateway', '--show-token'], env);
  const server = begin(['serve', '--listen', '127.0.0.1:0', '--json'], env);
  const { url } = JSON.parse(await firstLine(server.stdout));
  const contenders = {
    'gateway --http': { child: gateway, client: await httpClient(gatewayUrl, bearer(token.trim())) },
    serve: { child: server, client: await httpClient(`${url}/mcp`, bearer(key)) },
  };
  const call = ({ client }) => client.ask('tools/call', { name: 'crm_echo', arguments: { text: 'x' } });
  for (const each of Object.values(contenders)) {
    await each.client.ask('tools/list');
    for (let warm = 0; warm < 500; warm++) await call(each);
    Object.assign(each, { before: processorTime(each.child), requests: 0 });
  }
  for (let round = 0; round < ROUNDS; round++) {
    for (const each of Object.values(contenders)) {
      for (let index = 0; index < REQUESTS * 2; index++) await call(each);
      each.requests += REQUESTS * 2;
    }
  }
  console.log('\nA call of a tool through the gateway');
  const [one] = Object.values(contenders);
  for (const [name, each] of Object.entries(contenders)) {
    console.log(
      `  ${name.padEnd(14)} ${(cpuOf(each) * 1000).toFixed(3)} ms of processor time (${(cpuOf(each) / cpuOf(one)).toFixed(2)})`,
    );
  }
}

function bearer(token) {
  return { authorization: `Bearer ${token}` };
}

async function home(count) {
  const folder = mkdtempSync(join(tmpdir(), 'mcpctl-bench-api-'));
  folders.push(folder);
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    MCPCTL_HOME: join(folder, 'state'),
    MCPCTL_MASTER_KEY: Buffer.alloc(32, 3).toString('base64'),
  };
  await run(['server', 'create', 'crm', upstreamUrl, '--auth', 'none'], env);
  const { stdout } = await run(['api-key', 'create', 'bench', '--role', 'admin', '--json'], env);
  const { key } = JSON.parse(stdout);
  const { default: Database } = await import('libsql');
  const database = new Database(join(folder, 'state/mcpctl.db'));
  const row = database.prepare('SELECT id, record FROM servers').get();
  const insert = database.prepare(
    "INSERT INTO servers (id, project, name, namespace, record) VALUES (?, 'default', ?, ?, ?)",
  );
  // One transaction, and ids before that of the first server: the page shows the same rows.
  database.exec('BEGIN');
  for (let index = 0; index < count; index++) {
    const id = `00000000-0000-7000-8000-${String(index).padStart(12, '0')}`;
    insert.run(id, `s${index}`, `s${index}`, row.record.replaceAll(row.id, id));
  }
  database.exec('COMMIT');
  database.close();
  return { env, key, id: row.id };
}

async function served(count) {
  const { env, key, id } = await home(count);
  const child = begin(['serve', '--listen', '127.0.0.1:0', '--json'], env);
  const { url } = JSON.parse(await firstLine(child.stdout));
  return { child, url, key, id };
}

function begin(words, env) {
  const child = spawn(process.execPath, [executable, ...words], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  return child;
}

async function firstLine(stream) {
  for await (const line of createInterface(stream)) return line;
  throw new Error('The program said nothing.');
}

/** The URL that a gateway writes to standard error. */
async function urlOf(stream) {
  for await (const line of createInterface(stream)) {
    const [url] = /http:\S+\/mcp/.exec(line) ?? [];
    if (url) return url;
  }
  throw new Error('The gateway did not start.');
}

function run(words, env) {
  return promisify(execFile)(process.execPath, [executable, ...words], { env });
}

function get({ url, key }, path) {
  return new Promise((done, fail) => {
    const headers = key ? bearer(key) : {};
    send(`${url}${path}`, { agent, headers }, (response) => {
      response
        .resume()
        .on('end', () => (response.statusCode === 200 ? done() : fail(new Error(String(response.statusCode)))));
    })
      .on('error', fail)
      .end();
  });
}

/** Seconds of user and system time, from /proc. */
function processorTime({ pid }) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

function quantile(values, part) {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length * part)] ?? Number.NaN;
}
