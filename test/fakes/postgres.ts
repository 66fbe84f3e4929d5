/** A real PostgreSQL server on an ephemeral port, where the machine has the programs for one. */
import { execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

export interface Postgres {
  /** A new database, empty or a copy of another one that nobody uses now. */
  createDatabase(template?: string): string;
  stop(): Promise<void>;
}

/** The folder of `initdb` and `postgres`, where the machine has one. */
export function postgresPrograms(): string | undefined {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).map((version) => join(debian, version, 'bin')) : [];
  return [...versions, '/usr/local/bin', '/usr/bin', '/opt/homebrew/bin'].find((folder) =>
    existsSync(join(folder, 'initdb')),
  );
}

export async function startPostgres(): Promise<Postgres> {
  const programs = postgresPrograms() ?? '';
  const folder = mkdtempSync(join(tmpdir(), 'mcpctl-postgres-'));
  const user = unprivileged();
  if (user) chownSync(folder, user.uid, user.gid);
  const data = join(folder, 'data');
  const options = { cwd: folder, stdio: 'ignore', ...user } as const;
  execFileSync(join(programs, 'initdb'), ['-D', data, '-U', 'mcpctl', '-A', 'trust', '-N', '-E', 'UTF8'], options);
  const port = await freePort();
  const settings = ['-c', 'listen_addresses=127.0.0.1', '-c', 'fsync=off', '-c', 'max_connections=100'];
  const server = spawn(join(programs, 'postgres'), ['-D', data, '-p', `${port}`, '-k', folder, ...settings], options);
  const query = (statement: string) =>
    execFileSync('psql', ['-h', folder, '-p', `${port}`, '-U', 'mcpctl', '-d', 'postgres', '-c', statement], options);
  for (let attempt = 0; ; attempt++) {
    try {
      query('SELECT 1');
      break;
    } catch (thrown) {
      if (attempt > 100) throw thrown;
      await delay(100);
    }
  }
  let count = 0;
  return {
    createDatabase(template) {
      const name = `test_${++count}`;
      query(`CREATE DATABASE ${name}${template ? ` TEMPLATE ${new URL(template).pathname.slice(1)}` : ''}`);
      return `postgres://mcpctl@127.0.0.1:${port}/${name}`;
    },
    async stop() {
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGINT');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** PostgreSQL refuses to run as root. */
function unprivileged(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (option: string) => Number(execFileSync('id', [option, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
