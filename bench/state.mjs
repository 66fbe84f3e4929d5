// What state costs: a cold `list` against bare Node, installs by size, and a list of many apps.
// npm run bench:state
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Libsql from 'libsql';

const program = fileURLToPath(new URL('../bin/mcpctl.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'mcpctl-bench-'));
const { NODE_EXTRA_CA_CERTS: _unset, ...inherited } = process.env;
const env = {
  ...inherited,
  MCPCTL_HOME: join(folder, 'state'),
  MCPCTL_MASTER_KEY: Buffer.alloc(32, 1).toString('base64'),
  CI: 'true',
};

/** Milliseconds of one whole process. */
function time(args) {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${args.join(' ')}: ${stderr}`);
  return performance.now() - start;
}

function median(times, measure) {
  const sorted = Array.from({ length: times }, measure).sort((one, other) => one - other);
  return sorted[Math.floor(times / 2)];
}

function manifest(name, collections) {
  const file = join(folder, `${name}.json`);
  const tool_collections = Array.from({ length: collections }, (_, index) => ({
    type: 'mcp',
    id: `${name.replaceAll('-', '_')}_c${index}`,
    url: `https://server-${index}.example.com/mcp`,
    name: `${name} ${index}`,
    description: 'A collection',
    namespace: `n${index}`,
    auth: 'oauth',
    oauth_config: { client_id: `client-${index}`, default_scopes: ['read', 'write'] },
  }));
  writeFileSync(file, JSON.stringify({ name, tool_collections }));
  return file;
}

/** More rows like those that the program wrote, in a moment instead of a process for each. */
function copyApp(name, times) {
  const database = new Libsql(join(env.MCPCTL_HOME, 'mcpctl.db'));
  database.exec('BEGIN IMMEDIATE');
  for (const table of ['installations', 'providers']) {
    const rows = database.prepare(`SELECT * FROM ${table}`).all();
    const columns = Object.keys(rows[0]);
    const places = columns.map(() => '?').join(', ');
    const insert = database.prepare(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${places})`);
    for (let copy = 1; copy <= times; copy++) {
      for (const row of rows) insert.run(columns.map((column) => copied(row[column], name, copy)));
    }
  }
  database.exec('COMMIT');
  database.close();
}

/** Names and identifiers made different, wherever they stand. */
function copied(text, name, copy) {
  const [dashed, underscored] = [name, name.replaceAll('-', '_')];
  return text
    ?.replaceAll(dashed, `${dashed}-${copy}`)
    .replaceAll(underscored, `${underscored}_${copy}`)
    .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, (id) => id.slice(0, -6) + String(copy).padStart(6, '0'));
}

function print(what, milliseconds, note = '') {
  console.log(`${what.padEnd(34)} ${milliseconds.toFixed(0).padStart(7)} ms  ${note}`);
}

try {
  const bare = median(9, () => time(['-e', '0']));
  print('node -e 0', bare);
  time([program, 'list']);
  const list = median(9, () => time([program, 'list']));
  print('list, nothing installed', list, `${(list / bare).toFixed(2)} x node`);
  for (const count of [1, 10, 100, 1000]) {
    const file = manifest(`size-${count}`, count);
    const install = time([program, 'install', file, '--quiet']);
    print(`install, ${count} collections`, install, `${((install - list) / count).toFixed(2)} ms each`);
    time([program, 'uninstall', `size-${count}`, '--yes', '--quiet']);
  }
  const apps = Number(process.env.BENCH_APPS ?? 1000);
  time([program, 'install', manifest('app-0', 1), '--quiet']);
  copyApp('app-0', apps - 1);
  print(
    `list, ${apps} apps`,
    median(5, () => time([program, 'list'])),
  );
  print(
    `status, ${apps} apps`,
    median(5, () => time([program, 'status'])),
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
