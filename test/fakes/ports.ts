/** The real adapters around a home of their own, with a browser that only follows redirects. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../src/adapters/clock.ts';
import { createIdentifiers } from '../../src/adapters/identifiers.ts';
import { createRedirects } from '../../src/adapters/loopback.ts';
import { createNetwork } from '../../src/adapters/network.ts';
import { openSqliteState } from '../../src/adapters/sqlite.ts';
import { createSecrets } from '../../src/adapters/vault.ts';
import type { ConnectPorts } from '../../src/usecases/connect/result.ts';

export interface TestPorts extends ConnectPorts {
  /** What was said on the way. */
  readonly notes: readonly string[];
  /** As that of a program: `putApp` installs into it. */
  readonly home: string;
  remove(): Promise<void>;
}

export async function createPorts(): Promise<TestPorts> {
  const home = mkdtempSync(join(tmpdir(), 'mcpctl-ports-'));
  const state = await openSqliteState({ home: join(home, 'state'), clock: systemClock });
  const notes: string[] = [];
  const unexpected = () => Promise.reject(new Error('Nobody is there to be asked.'));
  return {
    clock: systemClock,
    identifiers: createIdentifiers(systemClock),
    state,
    secrets: createSecrets(async () => new Uint8Array(32).fill(7)),
    network: createNetwork({ allowPrivate: false, environment: {} }),
    redirects: createRedirects(),
    browser: { open: (url) => fetch(url).then(() => undefined) },
    references: { isReference: () => false, resolve: unexpected, read: unexpected },
    prompts: {
      allowed: false,
      yes: false,
      text: unexpected,
      secret: unexpected,
      confirm: unexpected,
      choose: unexpected,
    },
    progress: { step() {}, done() {}, note: (line) => notes.push(line), warn: (line) => notes.push(line) },
    notes,
    home,
    async remove() {
      await state.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
