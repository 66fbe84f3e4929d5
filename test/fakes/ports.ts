/** The real adapters around a home of their own, and a person who consents to everything. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../src/adapters/clock.ts';
import { createIdentifiers } from '../../src/adapters/identifiers.ts';
import { createRedirects } from '../../src/adapters/loopback.ts';
import { createNetwork } from '../../src/adapters/network.ts';
import { openSqliteState } from '../../src/adapters/sqlite.ts';
import { createSecrets } from '../../src/adapters/vault.ts';
import type { Ports } from '../../src/ports/index.ts';
import type { OpenConsentChannel } from '../../src/usecases/connect/consent-channel.ts';
import type { ConnectPorts } from '../../src/usecases/connect/result.ts';

export interface TestPorts extends ConnectPorts, Pick<Ports, 'redirects'> {
  /** What the progress port was told. */
  readonly notes: readonly string[];
  /** As that of a program: `putApp` installs into it. */
  readonly home: string;
  remove(): Promise<void>;
}

export async function createPorts(): Promise<TestPorts> {
  const home = mkdtempSync(join(tmpdir(), 'mcpctl-ports-'));
  const state = await openSqliteState({ home: join(home, 'state'), clock: systemClock });
  const notes: string[] = [];
  return {
    clock: systemClock,
    identifiers: createIdentifiers(systemClock),
    state,
    secrets: createSecrets(async () => new Uint8Array(32).fill(7)),
    network: createNetwork({ allowPrivate: false, environment: {} }),
    redirects: createRedirects(),
    openConsentChannel: consentIn(followRedirects),
    progress: { step() {}, done() {}, note: (line) => notes.push(line), warn: (line) => notes.push(line) },
    notes,
    home,
    async remove() {
      await state.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** A browser that only follows redirects. */
export async function followRedirects(url: string): Promise<void> {
  await fetch(url);
}

/** A consent channel over the real loopback listener. */
export function consentIn(browser: (startUrl: string) => Promise<void>): OpenConsentChannel {
  return async (address) => {
    const listener = await createRedirects().listen(address);
    return {
      redirectUri: listener.redirectUri,
      ask({ authorizationUrl, state }, signal) {
        const response = listener.receive(state, signal);
        if (listener.sendOn(authorizationUrl)) return response;
        const opened = browser(listener.startUrl(authorizationUrl)).then(() => response);
        return Promise.race([response, opened]);
      },
      async close(verdict) {
        await listener.conclude(verdict);
        await listener.close();
      },
    };
  };
}
