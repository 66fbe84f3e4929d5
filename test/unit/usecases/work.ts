/** What a use case works with in a test: real state and encryption, no network, and nobody to ask. */
import type { Ports } from '../../../src/ports/index.ts';
import { Refusal } from '../../../src/refusal.ts';
import { createPorts } from '../../fakes/ports.ts';

export interface Work {
  readonly ports: Ports;
  /** What was sealed and opened, by the columns: the key store was touched. */
  readonly keyUses: readonly string[];
  close(): Promise<void>;
}

export const SCOPE = { project: 'default', user: 'ada' };

export async function createWork(): Promise<Work> {
  const { remove, ...ports } = await createPorts();
  const { secrets } = ports;
  const keyUses: string[] = [];
  const unreachable = () =>
    Promise.reject(new Refusal('server-unreachable', { what: 'There is no network.', hint: 'Go on without.' }));
  return {
    keyUses,
    ports: {
      ...ports,
      network: { towards: () => ({ fetch: unreachable, stream: unreachable }) },
      secrets: {
        ...secrets,
        seal(secret, context) {
          keyUses.push(`seal ${context.column}`);
          return secrets.seal(secret, context);
        },
        open(sealed, context) {
          keyUses.push(`open ${context.column}`);
          return secrets.open(sealed, context);
        },
      },
    },
    close: remove,
  };
}
