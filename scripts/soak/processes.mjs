// Processes that say when they are ready and do what they are told, over the channel of `fork`.
import { fork, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const started = new Set();

/** Starts a module beside this one. `ready` is what it said first. */
export async function startModule(name, args) {
  const file = fileURLToPath(new URL(`${name}.mjs`, import.meta.url));
  const child = fork(file, args.map(String), {
    env: { PATH: process.env.PATH },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  child.stdout.resume();
  const channel = listen(child);
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    complaint += text;
  });
  const ready = await Promise.race([
    channel.told('ready'),
    gone(child).then(() => Promise.reject(new Error(`${name}: ${complaint}`))),
  ]);
  return { child, ready, ...channel };
}

/** Starts a program that may have a channel, with what it says on standard error. */
export function startProgram([program, ...args], options) {
  const child = spawn(program, args, { ...options, stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  return { child, ...listen(child) };
}

/** In the process that is told: says that it is ready, then answers each order with what its function gives. */
export function serveOrders(ready, orders) {
  process.on('message', async ({ id, name, args }) => {
    const answer = await orders[name](args);
    process.send?.({ id, answer });
  });
  process.on('disconnect', () => process.exit());
  process.send({ name: 'ready', answer: ready });
}

export function gone(child) {
  return child.exitCode === null && child.signalCode === null
    ? new Promise((done) => child.once('exit', done))
    : Promise.resolve();
}

/** What was stopped goes on only to end. */
export async function endAll() {
  const all = [...started];
  for (const child of all) child.kill('SIGKILL');
  await Promise.all(all.map(gone));
}

function listen(child) {
  started.add(child);
  const waiting = new Map();
  child.once('exit', () => {
    started.delete(child);
    for (const { fail } of waiting.values()) fail(new Error('The process has ended.'));
  });
  const heard = new Map();
  let count = 0;
  child.on('message', ({ id, name, answer }) => {
    waiting.get(id)?.done(answer);
    waiting.delete(id);
    heard.get(name)?.(answer);
  });
  return {
    /** Calls the function with every message of this name. */
    on: (name, hear) => void heard.set(name, hear),
    told: (name) => new Promise((done) => heard.set(name, done)),
    order: (name, args) =>
      new Promise((done, fail) => {
        count += 1;
        waiting.set(count, { done, fail });
        child.send({ id: count, name, args }, (error) => error && fail(error));
      }),
  };
}
