// npm run bench:limits: what strangers and faulty documents cost, as counts, megabytes and processor time. Linux only.
//   findings     a megabyte of faults in a manifest: 2 s of processor time and 200 MB
//   connections  1,400 idle connections without a token, at 1,024 files: no honest request fails, nor takes 100 ms longer
//   environment  what the programs that mcpctl starts see of MCPCTL_…: nothing
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MOST = { seconds: 2, megabytes: 200, milliseconds: 100 };
const CONNECTIONS = 1400;
const root = fileURLToPath(new URL('..', import.meta.url));
const executable = join(root, 'bin/mcpctl.js');
const folder = mkdtempSync(join(tmpdir(), 'mcpctl-limits-'));
const environment = {
  PATH: process.env.PATH,
  HOME: folder,
  MCPCTL_HOME: join(folder, 'state'),
  MCPCTL_MASTER_KEY: Buffer.alloc(32, 3).toString('base64'),
  MCPCTL_PASSPHRASE: 'canary-of-the-passphrase',
};
const children = [];
const faults = [];
try {
  for (const [kind, manifest] of Object.entries(faultyManifests())) await findings(kind, manifest);
  await connections();
  await childEnvironment();
} finally {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
}
for (const fault of faults) console.error(`Too much: ${fault}`);
process.exitCode = faults.length > 0 ? 1 : 0;

function expect(isSo, what) {
  console.log(`${isSo ? 'ok      ' : 'TOO MUCH'}  ${what}`);
  if (!isSo) faults.push(what);
}

/** About a megabyte each. */
function faultyManifests() {
  const collection = (id, more = {}) => ({ type: 'mcp', id, url: 'http://x', name: 7, namespace: '!', ...more });
  const app = (collections) => JSON.stringify({ name: 'BAD NAME', version: 'x', tool_collections: collections });
  const many = (count, each) => Array.from({ length: count }, (_, index) => each(index));
  return {
    'bad collections': app(many(12_500, (index) => collection(`bad id ${index}`))),
    'doubled ids': app(many(14_000, () => collection('same'))),
    'unknown members': app([Object.fromEntries(many(40_000, (index) => [`unknown_${index}`, index]))]),
    'deep nesting': app([{ settings: `${'['.repeat(500_000)}` }]),
  };
}

async function findings(kind, manifest) {
  const file = join(folder, 'mcpctl.json');
  writeFileSync(file, manifest);
  for (const fix of [[], ['--fix']]) {
    const child = spawn(process.execPath, [executable, 'validate', ...fix, file], { env: environment });
    children.push(child);
    const spent = { seconds: 0, megabytes: 0 };
    const looking = setInterval(() => look(child, spent), 5);
    let output = 0;
    for (const stream of [child.stdout, child.stderr]) stream.on('data', ({ length }) => (output += length));
    const code = await new Promise((done) => child.once('close', done));
    clearInterval(looking);
    const sizes = `${(manifest.length / 1e6).toFixed(1)} MB of ${kind}${fix.length > 0 ? ', with --fix' : ''}`;
    const cost = `${spent.seconds.toFixed(2)} s of processor time, ${spent.megabytes} MB, ${output} bytes of output`;
    const isLittle = spent.seconds <= MOST.seconds && spent.megabytes <= MOST.megabytes;
    expect(isLittle && code === 1, `${sizes}: ${cost}, exit code ${code}`);
  }
}

/** The last look before a process ends misses at most a few milliseconds. */
function look({ pid }, spent) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
    spent.seconds = (Number(fields[11]) + Number(fields[12])) / 100;
    const [, kilobytes] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    spent.megabytes = Math.max(spent.megabytes, Math.round(Number(kilobytes ?? 0) / 1024));
  } catch {
    // It has ended.
  }
}

async function connections() {
  const gateway = spawn('prlimit', ['--nofile=1024:1024', process.execPath, executable, 'gateway', '--http', '0'], {
    env: environment,
  });
  children.push(gateway);
  const url = await new Promise((said) =>
    gateway.stderr.on('data', (text) => {
      const [, found] = /Serving on (\S+)/.exec(String(text)) ?? [];
      if (found) said(found);
    }),
  );
  const token = (await mcpctl('gateway', '--show-token')).trim();
  const before = await honestRequests(url, token);
  const idle = Array.from({ length: CONNECTIONS }, () => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1').on('error', () => {});
    socket.write('GET /mcp HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n');
    socket.resume();
    return socket;
  });
  // Those who say nothing at all come after those who were refused.
  for (let count = 0; count < CONNECTIONS; count += 1) {
    idle.push(connect(Number(new URL(url).port), '127.0.0.1').on('error', () => {}));
  }
  await new Promise((done) => setTimeout(done, 3000));
  const during = await honestRequests(url, token);
  for (const socket of idle) socket.destroy();
  const moved = Math.round(during.p95 - before.p95);
  expect(
    during.failed === 0 && moved < MOST.milliseconds,
    `${idle.length} idle connections: ${during.failed} of ${during.count} honest requests failed, p95 moved by ${moved} ms`,
  );
}

async function honestRequests(url, token) {
  const took = [];
  let failed = 0;
  for (let count = 0; count < 60; count += 1) {
    const started = performance.now();
    const headers = { authorization: `Bearer ${token}`, connection: 'close' };
    const signal = AbortSignal.timeout(5000);
    const isAnswered = await fetch(new URL('/metrics', url), { headers, signal }).then(
      (response) => response.text().then(() => response.ok),
      () => false,
    );
    if (!isAnswered) failed += 1;
    took.push(performance.now() - started);
    await new Promise((done) => setTimeout(done, 30));
  }
  took.sort((one, other) => one - other);
  return { count: took.length, failed, p95: took[Math.floor(took.length * 0.95)] };
}

async function childEnvironment() {
  const seen = join(folder, 'environment');
  const script = join(folder, 'print.mjs');
  writeFileSync(
    script,
    `import { writeFileSync } from 'node:fs';\nwriteFileSync('${seen}', JSON.stringify(process.env));\nconsole.log('a-token-of-a-server');\n`,
  );
  await mcpctl(
    'server',
    'create',
    'x',
    'http://127.0.0.1:9/mcp',
    '--auth',
    'token',
    '--token',
    `exec:${process.execPath} ${script}`,
  ).catch(() => {});
  const names = Object.keys(JSON.parse(readFileSync(seen, 'utf8'))).filter((name) => name.startsWith('MCPCTL_'));
  expect(names.length === 0, `the environment of a program of a reference: ${names.length} variables MCPCTL_…`);
}

function mcpctl(...args) {
  const child = spawn(process.execPath, [executable, ...args], { env: { ...environment, MCPCTL_PASSPHRASE: '' } });
  let out = '';
  child.stdout.on('data', (text) => {
    out += text;
  });
  return new Promise((done, fail) =>
    child.on('close', (code) => (code === 0 ? done(out) : fail(new Error(`mcpctl ${args[0]} ended with ${code}`)))),
  );
}
