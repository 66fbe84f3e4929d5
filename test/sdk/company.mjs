// The fake company and the built server, as processes of their own, and the calls that are made of the command line.
import { execFile, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import Database from 'libsql';
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
  const mcpctl = async (...args) => (await promisify(execFile)(command, args, { env })).stdout;
  await mcpctl('list'); // Makes the database.
  const { secrets, ...addresses } = await started(process.execPath, [join(root, 'scripts/world.mjs')], {});
  const { url } = await started(command, ['serve', '--listen', '127.0.0.1:0', '--json'], { env });
  return {
    ...{ url, secrets, addresses, mcpctl },
    createKey: (role) => createKey(role, join(folder, 'state/mcpctl.db')),
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

/** Writes a key, and a web app for it, into the state. */
function createKey(role, file) {
  const database = new Database(file);
  const id = randomBytes(8).toString('hex');
  const key = `mcpk_${randomBytes(32).toString('base64url')}`;
  const hash = createHash('sha256').update(key).digest('hex');
  const common = { id, project: 'default', name: `${role}-${id}`, createdAt: Date.now() };
  const webApp = { ...common, origins: [], updatedAt: common.createdAt };
  const row = { ...common, role, hash, start: key.slice(0, 9), webAppId: id };
  database
    .prepare('INSERT INTO web_apps (id, project, name, record) VALUES (?, ?, ?, ?)')
    .run(id, 'default', common.name, JSON.stringify(webApp));
  database
    .prepare('INSERT INTO api_keys (id, project, name, hash, record) VALUES (?, ?, ?, ?, ?)')
    .run(id, 'default', common.name, hash, JSON.stringify(row));
  database.close();
  return key;
}
