// A home of mcpctl where everything is installed and connected, and the real gateway that serves it.
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startProgram } from './processes.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const executable = join(root, 'bin/mcpctl.js');
/** Longer than any tool works, shorter than anybody hangs. */
const CALL_TIMEOUT = '15';

export function createHome() {
  const folder = mkdtempSync(join(tmpdir(), 'mcpctl-soak-'));
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    MCPCTL_HOME: join(folder, 'state'),
    MCPCTL_MASTER_KEY: Buffer.alloc(32, 5).toString('base64'),
    BROWSER: `"${process.execPath}" "${join(root, 'test/fakes/browser.mjs')}"`,
  };
  const mcpctl = async (...args) => {
    const { stdout } = await promisify(execFile)(process.execPath, [executable, ...args], { env, cwd: folder });
    return stdout.trim();
  };
  return {
    mcpctl,
    async install(manifest) {
      const file = join(folder, `${manifest.name}.json`);
      writeFileSync(file, JSON.stringify(manifest));
      await mcpctl('install', file, '--yes');
    },
    async startGateway() {
      const probe = fileURLToPath(new URL('heap.cjs', import.meta.url));
      const node = [process.execPath, '--expose-gc', '--require', probe, executable];
      const gateway = startProgram([...node, 'gateway', '--http', '0', '--call-timeout', CALL_TIMEOUT], {
        env,
        cwd: folder,
      });
      const { child, order } = gateway;
      let said = '';
      const url = await new Promise((found, fail) => {
        child.stderr.setEncoding('utf8').on('data', (text) => {
          said += text;
          const [, match] = /Serving on (\S+)/.exec(said) ?? [];
          if (match) found(match);
        });
        child.once('exit', () => fail(new Error(said)));
      });
      return {
        url,
        token: await mcpctl('gateway', '--show-token'),
        /** What it said beside where it serves and how to come in; and whether it is still there. */
        complaint: () =>
          said.replace(/^(?:Serving on|Clients need its token:) .*\n/gm, '').trim() ||
          (child.exitCode === null ? '' : 'It has ended.'),
        memory: async () => ({ at: Date.now(), ...(await order('memory')), ...ofSystem(child.pid) }),
      };
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Only Linux says how many files and connections a process has open. */
function ofSystem(pid) {
  if (process.platform !== 'linux') return { files: 0 };
  const [, ...times] = /^.*\) (?:\S+ ){11}(\d+) (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
  return {
    files: readdirSync(`/proc/${pid}/fd`).length,
    cpuSeconds: times.reduce((sum, ticks) => sum + ticks / 100, 0),
  };
}

/** An app of these collections: `{ namespace, url, provider?, scope? }`. */
export function manifestOf(name, collections) {
  const providers = [...new Set(collections.flatMap(({ provider }) => provider ?? []))];
  const about = { title: name, description: 'For a soak.', publisher: 'mcpctl', version: '1.0.0' };
  return {
    ...{ name, ...about, status: 'stable', visibility: 'private' },
    ...(providers.length > 0 && {
      oauth_providers: Object.fromEntries(
        providers.map((provider) => [
          provider,
          { grant_type: 'authorization_code', client_id: provider, default_scopes: ['offline_access'] },
        ]),
      ),
    }),
    tool_collections: collections.map(({ namespace, url, provider, scope }) => ({
      ...{ type: 'mcp', id: namespace, url, name: namespace, description: 'Repeats.', namespace },
      ...(provider && { auth: 'oauth', oauth_provider: provider, oauth_scopes: [scope] }),
    })),
  };
}
