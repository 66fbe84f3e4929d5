// The fake company and the built server, as processes of their own, and the calls that are made of the command line.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { writeLauncher } from '../fakes/launcher.mjs';

const root = resolve(import.meta.dirname, '../..');
const children = [];
process.on('exit', () => {
  for (const child of children) child.kill();
});

/** Starts both. `url` is the server's; `addresses` and secrets are the company's. */
export async function startCompany() {
  const folder = mkdtempSync(join(tmpdir(), 'mcpctl-sdk-'));
  const env = { PATH: process.env.PATH, HOME: folder };
  const command = writeLauncher(folder);
  let keys = 0;
  const mcpctl = async (...args) => (await promisify(execFile)(command, args, { env })).stdout;
  const { secrets, ...addresses } = await started(process.execPath, [join(root, 'scripts/world.mjs')], {});
  const { url } = await started(command, ['serve', '--listen', '127.0.0.1:0', '--json'], { env });
  return {
    ...{ url, secrets, addresses, mcpctl },
    createKey: async (role) => (await mcpctl('api-key', 'create', `key-${++keys}`, '--role', role)).trim(),
    async close() {
      for (const child of children.reverse()) {
        child.kill();
        await once(child, 'close');
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Starts a process that says where it listens, as JSON on its first line. */
async function started(command, args, options) {
  const child = spawn(command, args, { ...options, stdio: ['pipe', 'pipe', 'inherit'] });
  children.push(child);
  const lines = createInterface(child.stdout);
  const [line] = await once(lines, 'line');
  return JSON.parse(line);
}
