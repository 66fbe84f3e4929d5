// npm run bench:connect: what connecting and calling cost, beside mcp-remote and mcporter, in one run against one server.
// A first connect, a call with a warm token, a call whose token the server has ended: wall time of the process, and
// HTTP requests that the server saw. Peers are measured when they are there: npm install --prefix bench
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROUNDS = Number(process.env.ROUNDS ?? 5);
const root = fileURLToPath(new URL('..', import.meta.url));
const bin = (name) => join(root, 'bench/node_modules/.bin', name);
const folder = mkdtempSync(join(tmpdir(), 'mcpctl-bench-'));
const server = await startServer();

try {
  const results = {};
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, peer] of Object.entries(peers())) {
      const home = mkdtempSync(join(folder, 'home-'));
      results[name] ??= { connect: [], warm: [], refresh: [] };
      for (const step of ['connect', 'warm', 'refresh']) {
        if (step === 'refresh') server.endTokens();
        results[name][step].push(await measured(() => peer(step, home)));
      }
    }
  }
  print(results);
  await warmToken();
} finally {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
}

/** Each does one step in a process of its own, with nothing known but what its home holds. */
function peers() {
  const all = {
    mcpctl: (step, home) => {
      const args = step === 'connect' ? ['connect', server.url, '--name', 'srv'] : ['call', 'srv', 'echo', 'text=hi'];
      return ended([process.execPath, join(root, 'bin/mcpctl.js'), ...args], home);
    },
    'mcp-remote': (step, home) => overStdio([bin('mcp-remote'), server.url, '--allow-http'], home, step),
    mcporter: (step, home) => {
      const config = join(home, 'mcporter.json');
      writeFileSync(config, JSON.stringify({ mcpServers: { srv: { url: server.url, auth: 'oauth' } } }));
      const args = step === 'connect' ? ['auth', 'srv'] : ['call', 'srv.echo', 'text=hi'];
      return ended([bin('mcporter'), '--config', config, ...args], home);
    },
  };
  return Object.fromEntries(Object.entries(all).filter(([name]) => name === 'mcpctl' || existsSync(bin(name))));
}

/** Resolves when the process has ended well. */
function ended([program, ...args], home) {
  return new Promise((done, fail) => {
    const child = spawn(program, args, { env: environment(home), cwd: home, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    child.stdout.on('data', (text) => (said += text));
    child.stderr.on('data', (text) => (said += text));
    child.on('close', (code) => (code === 0 ? done() : fail(new Error(`${program} ended with ${code}: ${said}`))));
  });
}

/** A proxy never ends by itself: it has done its work when it has answered. */
function overStdio([program, ...args], home, step) {
  return new Promise((done, fail) => {
    const child = spawn(program, args, { env: environment(home), cwd: home, stdio: ['pipe', 'pipe', 'pipe'] });
    const send = (message) => child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
    const params = { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'bench', version: '1' } };
    const work =
      step === 'connect'
        ? { id: 2, method: 'tools/list' }
        : { id: 2, method: 'tools/call', params: { name: 'echo', arguments: { text: 'hi' } } };
    let said = '';
    let hasAsked = false;
    child.stdout.on('data', (text) => {
      said += text;
      const answered = (id) =>
        said.split('\n').some((line) => line.includes(`"id":${id}`) && line.includes('"result"'));
      if (answered(2)) child.kill('SIGKILL');
      else if (answered(1) && !hasAsked) {
        hasAsked = true;
        send({ method: 'notifications/initialized' });
        send(work);
      }
    });
    let errors = '';
    child.stderr.on('data', (text) => (errors += text));
    const timer = setTimeout(() => child.kill('SIGKILL'), 60_000);
    child.on('close', () => {
      clearTimeout(timer);
      if (said.includes('"id":2')) done();
      else fail(new Error(`${program}: ${said}${errors}`));
    });
    send({ id: 1, method: 'initialize', params });
  });
}

/** Every way to a browser leads to one that follows redirects. */
function environment(home) {
  const path = join(folder, 'bin');
  if (!existsSync(path)) {
    mkdirSync(path);
    for (const name of ['xdg-open', 'gio', 'x-www-browser']) {
      const script = `#!${process.execPath}\nfetch(process.argv.at(-1))\n`;
      writeFileSync(join(path, name), script);
      chmodSync(join(path, name), 0o755);
    }
  }
  return {
    PATH: `${path}:${process.env.PATH}`,
    HOME: home,
    BROWSER: join(path, 'xdg-open'),
    MCPCTL_MASTER_KEY: Buffer.alloc(32, 1).toString('base64'),
  };
}

async function measured(work) {
  const before = server.asked.length;
  const started = performance.now();
  try {
    await work();
  } catch (thrown) {
    if (process.env.VERBOSE) console.error(thrown.message);
    return undefined;
  }
  return { milliseconds: performance.now() - started, requests: server.asked.length - before };
}

function print(results) {
  const cell = (runs) => {
    if (runs.some((run) => run === undefined)) return 'failed';
    const median = (key) => runs.map((run) => run[key]).sort((one, other) => one - other)[Math.floor(runs.length / 2)];
    return `${median('milliseconds').toFixed(0)} ms, ${median('requests')} requests`;
  };
  console.log(`medians of ${ROUNDS} rounds`);
  console.log(
    `${''.padEnd(12)} ${['first connect', 'warm call', 'refreshing call'].map((each) => each.padEnd(24)).join('')}`,
  );
  for (const [name, steps] of Object.entries(results)) {
    const cells = ['connect', 'warm', 'refresh'].map((step) => cell(steps[step]).padEnd(24));
    console.log(`${name.padEnd(12)} ${cells.join('')}`);
  }
}

/** The peers have no command that prints a token. */
function warmToken() {
  const home = join(folder, 'token');
  mkdirSync(home);
  const env = environment(home);
  const time = (args) => {
    const started = performance.now();
    const { status, stderr } = spawnSync(process.execPath, args, { env, cwd: home, encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
    return performance.now() - started;
  };
  const program = join(root, 'bin/mcpctl.js');
  return ended([process.execPath, program, 'connect', server.url, '--name', 'srv'], home).then(() => {
    const rounds = Array.from({ length: 15 }, () => [time(['-e', '0']), time([program, 'token', 'srv'])]);
    const [bare, token] = [0, 1].map((at) => rounds.map((each) => each[at]).sort((one, other) => one - other)[7]);
    console.log(
      `token, warm: ${token.toFixed(0)} ms, ${(token / bare).toFixed(2)} x bare Node (${bare.toFixed(0)} ms)`,
    );
  });
}

/** The faultless server of the tests, with one tool, and tokens that can be ended. */
async function startServer() {
  const outfile = join(folder, 'hostile.mjs');
  const entryPoints = [join(root, 'test/fakes/hostile.ts')];
  await build({ entryPoints, outfile, bundle: true, packages: 'external', format: 'esm', platform: 'node' });
  const { startHostile, mcp, serverMetadata, WELL_KNOWN } = await import(outfile);
  const fake = await startHostile();
  let generation = 0;
  const tool = {
    name: 'echo',
    description: 'Echoes.',
    inputSchema: { type: 'object', properties: { text: { type: 'string' } } },
  };
  const results = {
    'tools/list': () => ({ tools: [tool] }),
    'tools/call': ({ arguments: { text } }) => ({ content: [{ type: 'text', text }] }),
  };
  fake.set({
    // Whole documents, as RFC 8414 and 7591 want them: the peers' library insists.
    [WELL_KNOWN.server]: { body: { ...serverMetadata(fake.origin), response_types_supported: ['code'] } },
    '/register': ({ body }) => ({ status: 201, body: { ...JSON.parse(body), client_id: 'registered' } }),
    '/mcp': (asked) => {
      const usual = mcp(fake.origin, [`Bearer good-${generation}`])(asked);
      if (usual.status) return usual;
      const { id, method, params } = JSON.parse(asked.body || '{}');
      return results[method] ? { body: { jsonrpc: '2.0', id, result: results[method](params) } } : usual;
    },
    '/token': () => ({
      body: {
        access_token: `good-${generation}`,
        token_type: 'Bearer',
        expires_in: 3600,
        refresh_token: `again-${generation}`,
      },
    }),
  });
  return { ...fake, endTokens: () => generation++ };
}
