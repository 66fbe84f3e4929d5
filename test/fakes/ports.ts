/** The ports of the program around a home of their own, and a person who consents to everything. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRedirects } from '../../src/adapters/redirect-listener.ts';
import { buildPorts } from '../../src/main-ports.ts';
import type { Ports } from '../../src/ports/index.ts';
import type { OpenConsentChannel } from '../../src/usecases/connect/consent-channel.ts';
import type { ConsentHostPorts } from '../../src/usecases/connect/consent-host.ts';

export interface TestPorts extends Ports {
  readonly openConsentChannel: OpenConsentChannel;
  readonly agreeToHosts: ConsentHostPorts['agreeToHosts'];
  /** What the progress port was told. */
  readonly notes: readonly string[];
  /** As that of a program: `putApp` installs into it. */
  readonly home: string;
  remove(): Promise<void>;
}

export async function createPorts(replaced: Partial<Ports> = {}): Promise<TestPorts> {
  const home = mkdtempSync(join(tmpdir(), 'mcpctl-ports-'));
  const notes: string[] = [];
  const ports = buildPorts(
    {
      globals: { home: join(home, 'state'), input: false, yes: false, verbosity: 'normal', allowPrivate: false },
      environment: { MCPCTL_MASTER_KEY: Buffer.alloc(32, 7).toString('base64') },
      animated: false,
      write: (line) => notes.push(line),
    },
    {
      progress: { step() {}, done() {}, note: (line) => notes.push(line), warn: (line) => notes.push(line) },
      ...replaced,
    },
  );
  return {
    ...ports,
    openConsentChannel: consentIn(followRedirects),
    agreeToHosts: async () => {},
    notes,
    home,
    async remove() {
      await ports.state.close();
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
      misused: listener.misused,
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
