// `npm run conformance:server`: the official server suite against a reference server, and against the same server
// behind `mcpctl gateway --http`, which must not cost a single check. Both sets of requirements.
import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, request as send } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { startReferenceServer } from './reference/server.mjs';

const require = createRequire(import.meta.url);
const suite = dirname(require.resolve('@modelcontextprotocol/conformance/package.json'));
const runnerNode = join(dirname(require.resolve(`node-linux-${process.arch}/package.json`)), 'bin/node');
const executable = resolve(import.meta.dirname, '../../bin/mcpctl.js');
const [only] = process.argv.slice(2);

const home = mkdtempSync(join(tmpdir(), 'mcpctl-conformance-'));
const environment = {
  PATH: process.env.PATH,
  HOME: home,
  MCPCTL_HOME: join(home, 'state'),
  MCPCTL_MASTER_KEY: Buffer.alloc(32, 3).toString('base64'),
};

const reference = await startReferenceServer();
const gateway = await startGateway();
try {
  for (const revision of ['2025-11-25', '2026-07-28']) await compare(revision);
} finally {
  gateway.close();
  await reference.close();
  rmSync(home, { recursive: true, force: true });
}

/** Both must pass what the revision requires, check by check; of the rest it is told where they differ. */
async function compare(revision) {
  const { server: required } = parse(readFileSync(join(suite, `requirements/${revision}.yaml`), 'utf8'));
  const [direct, through] = await Promise.all([reference.url, gateway.url].map((url) => score(url, revision)));
  const names = only ? [only] : [...new Set([...required, ...direct.keys()])];
  for (const name of names) {
    const isEqual = direct.get(name) === through.get(name);
    const isRequired = required.includes(name);
    const isBad = isRequired && !(isEqual && isClean(direct.get(name)));
    if (isBad) process.exitCode = 1;
    const verdict = isBad ? 'FAILED' : isEqual ? 'equal' : 'differs, not scored';
    const scores = `directly ${direct.get(name)}; through the gateway ${through.get(name)}`;
    console.log(`${verdict}  ${revision}  ${name}  ${scores}`);
  }
  const passed = (scores) => required.filter((name) => isClean(scores.get(name))).length;
  console.log(
    `${revision}: directly ${passed(direct)}/${required.length}, through the gateway ${passed(through)}/${required.length}`,
  );
}

function isClean(checks = '') {
  return checks.endsWith(' 0 failed');
}

/** What each scenario scored: `4 passed, 0 failed`. */
function score(url, revision) {
  const what = only ? ['--scenario', only, '--spec-version', revision, '--verbose'] : ['--requirements', revision];
  const child = spawn(runnerNode, [join(suite, 'dist/index.js'), 'server', '--url', url, ...what]);
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (more) => (text += more));
  return new Promise((done) =>
    child.on('close', () => {
      if (only) console.log(text);
      done(
        new Map(
          [...text.matchAll(/^[✓✗] (\S+): (\d+ passed, \d+ failed)$/gmu)].map(([, name, checks]) => [name, checks]),
        ),
      );
    }),
  );
}

/** The suite sends no token, so what stands before the gateway adds one, and passes all else on as it is. */
async function startGateway() {
  await mcpctl('server', 'create', 'reference', reference.url);
  const args = ['gateway', '--http', '0', '--target', 'reference', '--no-prefix'];
  const child = spawn(process.execPath, [executable, ...args], {
    env: environment,
    stdio: ['ignore', 'inherit', 'pipe'],
  });
  const url = new URL(
    await new Promise((found, fail) => {
      let said = '';
      child.stderr.setEncoding('utf8').on('data', (text) => {
        said += text;
        const [, address] = /Serving on (\S+)/.exec(said) ?? [];
        if (address) found(address);
      });
      child.on('close', () => fail(new Error(said)));
    }),
  );
  const authorization = `Bearer ${(await mcpctl('gateway', '--show-token')).trim()}`;
  const web = createServer((incoming, outgoing) => {
    const { method, headers } = incoming;
    const passed = send(url, { method, headers: { ...headers, authorization } }, (answer) => {
      outgoing.writeHead(answer.statusCode, answer.headers);
      answer.pipe(outgoing);
    });
    passed.on('error', () => outgoing.destroy());
    outgoing.on('close', () => passed.destroy());
    incoming.pipe(passed);
  });
  await new Promise((listening) => web.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${web.address().port}/mcp`,
    close() {
      web.closeAllConnections();
      web.close();
      child.removeAllListeners('close').kill();
    },
  };
}

async function mcpctl(...args) {
  const { stdout } = await promisify(execFile)(process.execPath, [executable, ...args], { env: environment });
  return stdout;
}
