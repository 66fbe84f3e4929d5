// The whole road in one minute, against a small fake company on loopback and in a throwaway home:
//   npm run quickstart                 a script plays the browser
//   npm run quickstart -- --by-hand    your own browser opens; sign in as ada, password analytical-engine
//   npm run quickstart -- --server     against a server: a backend, a web app and its end user
// Plain Node: nothing is imported that `npm ci` has not installed yet.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { isInstalled } from './installed.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const WINDOWS = process.platform === 'win32';
const BY_HAND = process.argv.includes('--by-hand');
const SERVER = process.argv.includes('--server');
const COLOR = process.stdout.isTTY && !process.env.NO_COLOR;
const paint = (code) => (text) => (COLOR ? `\u001b[${code}m${text}\u001b[0m` : text);
const [strong, faint, accent] = [paint('1'), paint('2'), paint('36')];

const folder = mkdtempSync(join(tmpdir(), 'mcpctl-quickstart-'));
const children = new Set();

for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
]) {
  process.on(signal, () => end(code));
}

let ending = false;
try {
  await main();
  await end(0);
} catch (error) {
  // A command that a signal ended is no fault of its own.
  if (!ending) {
    console.error(`\nquickstart stopped: ${error.message}`);
    await end(1);
  }
}

/** Ends what we started, and then what it wrote: a command that still runs would write its home anew. */
async function end(code) {
  if (ending) return;
  ending = true;
  // The last first: the fake company outlives the command that speaks to it.
  for (const child of [...children].reverse()) {
    const gone = new Promise((done) => child.on('close', done));
    child.kill('SIGTERM');
    const patience = setTimeout(() => child.kill('SIGKILL'), 3_000);
    await gone;
    clearTimeout(patience);
  }
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  process.exit(code);
}

async function main() {
  if (!isInstalled(ROOT))
    await work('Installing packages (npm ci)', 'npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  await work('Building', process.execPath, ['scripts/build.mjs']);
  const world = await startWorld();
  write('acme-desk.json', world.manifests.shared);
  write('mistakes.json', withMistakes(world.manifests.shared));
  const environment = {
    PATH: process.env.PATH,
    HOME: folder,
    ...(WINDOWS && { SystemRoot: process.env.SystemRoot, USERPROFILE: folder, LOCALAPPDATA: folder }),
    MCPCTL_HOME: join(folder, 'home'),
    // A throwaway home has a throwaway master key; on your machine it goes to the keychain.
    MCPCTL_MASTER_KEY: randomBytes(32).toString('base64'),
    ACME_CLIENT_SECRET: world.secrets.clientSecret,
    ...(COLOR ? { FORCE_COLOR: '1' } : { NO_COLOR: '1' }),
    ...(BY_HAND
      ? { DISPLAY: process.env.DISPLAY, WAYLAND_DISPLAY: process.env.WAYLAND_DISPLAY }
      : { BROWSER: `"${process.execPath}" "${join(ROOT, 'test/fakes/browser.mjs')}"` }),
  };
  const mcpctl = (words, expected = 0) => show(words, expected, environment);

  if (SERVER) return showTheServer(world, environment);

  say('A manifest declares tools of other people. This one has three mistakes:');
  await mcpctl('validate mistakes.json', 1);
  say('This one has none. Two collections share one OAuth client, and so one consent:');
  await mcpctl('validate acme-desk.json');
  await mcpctl('plan acme-desk.json --set acme.client_secret=env:ACME_CLIENT_SECRET');
  say('The secret comes from the environment; on the command line it would be refused.');
  await mcpctl('install acme-desk.json --set acme.client_secret=env:ACME_CLIENT_SECRET --yes');
  say(
    BY_HAND
      ? 'Sign in as ada, with the password analytical-engine.'
      : 'A script plays your browser: it signs in and gives consent.',
  );
  await mcpctl('connect acme-desk-acme');
  await mcpctl('status');
  say('One consent, and both collections answer:');
  await mcpctl('tools');
  await mcpctl('call crm_search query=london');
  await mcpctl('call calendar_next_event day=today');
  say('And away with it: tokens revoked, nothing left behind.');
  await mcpctl('uninstall acme-desk --yes');

  console.log(`
${strong('That was the whole road.')} Next:

  ${accent('npm run quickstart -- --by-hand')}       the same, with your own browser
  ${accent('npm link')}                              makes ${strong('mcpctl')} a command of your shell
  ${accent('mcpctl validate your-manifest.json')}    the linter, on a manifest of yours
  ${accent('mcpctl --help')}                         everything else
`);
}

/** The way of a backend: its own file, since nothing else needs it. */
async function showTheServer(world, env) {
  const { showServer } = await import('./quickstart-server.mjs');
  const executable = join(ROOT, 'bin/mcpctl.js');
  const options = { cwd: folder, env };
  const showLine = (line) => console.log(`\n${accent('$')} ${strong(line)}`);
  const heard = async (args) => {
    const texts = [];
    const code = await run(process.execPath, args, { ...options, stdio: ['ignore', 'pipe', 'inherit'] }, (text) =>
      texts.push(text),
    );
    if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}.`);
    return texts.join('');
  };
  await showServer({
    world,
    say,
    showLine,
    mcpctl: (words) => show(words, 0, env),
    output(words) {
      showLine(`mcpctl ${words}`);
      return heard([executable, ...words.split(' ')]);
    },
    serve(words) {
      showLine(`mcpctl ${words} &`);
      return begin(process.execPath, [executable, ...words.split(' ')], {
        ...options,
        stdio: ['ignore', 'pipe', 'inherit'],
      });
    },
    browse: (url) => heard([join(ROOT, 'test/fakes/browser.mjs'), url]),
  });
  console.log(`
${strong('That was the whole road of a backend.')} Next:

  ${accent('docs/server.md')}     run it, who may do what, tickets and consents step by step
  ${accent('docs/api.md')}        every route
`);
}

/** Shows a command as a person would type it, and runs it. */
async function show(command, expected, env) {
  console.log(`\n${accent('$')} ${strong(`mcpctl ${command}`)}`);
  const code = await run(process.execPath, [join(ROOT, 'bin/mcpctl.js'), ...command.split(' ')], { cwd: folder, env });
  if (code !== expected) throw new Error(`mcpctl ${command} ended with ${code} instead of ${expected}.`);
}

function say(text) {
  console.log(`\n${faint(`# ${text}`)}`);
}

/** Runs something long: one line when it begins, one every ten seconds, one at the end. Its output only if it fails. */
async function work(title, command, args) {
  const start = Date.now();
  const seconds = () => Math.round((Date.now() - start) / 1000);
  console.log(`${title} …`);
  const beat = setInterval(() => console.log(faint(`  still at it after ${seconds()} s`)), 10_000);
  const output = [];
  const code = await run(command, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] }, (text) => output.push(text));
  clearInterval(beat);
  if (code !== 0) throw new Error(`${title} failed.\n${output.join('')}`);
  console.log(faint(`  done in ${seconds()} s`));
}

function run(command, args, options, hear) {
  return new Promise((done, fail) => {
    const child = begin(command, args, {
      stdio: ['ignore', 'inherit', 'inherit'],
      shell: WINDOWS && command === 'npm',
      ...options,
    });
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', hear);
    child.on('error', fail);
    child.on('close', done);
  });
}

/** A process that ends no later than we do. */
function begin(command, args, options) {
  if (ending) throw new Error('It is being ended.'); // The command before had just finished by itself.
  const child = spawn(command, args, options);
  children.add(child);
  child.on('close', () => children.delete(child));
  return child;
}

/** The fake company, as a process of its own that ends with us. */
async function startWorld() {
  const child = begin(process.execPath, ['scripts/world.mjs'], { cwd: ROOT, stdio: ['pipe', 'pipe', 'pipe'] });
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    complaint += text;
  });
  for await (const line of createInterface(child.stdout)) return JSON.parse(line);
  throw new Error(`The fake company did not start.\n${complaint}`);
}

function withMistakes(manifest) {
  const [crm, calendar] = manifest.tool_collections;
  return {
    ...manifest,
    tool_collections: [
      { ...crm, id: 'CRM' },
      { ...calendar, auth: undefined, oauth_provider: 'acmee' },
    ],
  };
}

function write(name, document) {
  writeFileSync(join(folder, name), `${JSON.stringify(document, null, 2)}\n`);
}
