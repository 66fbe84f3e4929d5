/**
 * What the program needs of the world. `adapters/` fulfils it, `main-ports.ts` builds it, and tests replace parts of
 * it.
 */
import type { Files, Folders } from './files.ts';
import type { Network, NetworkPath, Redirects } from './network.ts';
import type { KeyStore, Secrets } from './secrets.ts';
import type { State } from './state.ts';
import type { Clock, Identifiers, Progress } from './work.ts';

export * from './files.ts';
export * from './gateway.ts';
export * from './network.ts';
export * from './secrets.ts';
export * from './serving.ts';
export * from './state.ts';
export * from './state-of-callers.ts';
export * from './work.ts';

/** What use cases and services may use. The ports of a terminal (./person.ts) are for the command line alone. */
export interface Ports {
  readonly clock: Clock;
  readonly identifiers: Identifiers;
  readonly files: Files;
  readonly folders: Folders;
  readonly state: State;
  readonly secrets: Secrets;
  readonly keyStore: KeyStore;
  readonly network: Network;
  readonly networkPath: NetworkPath;
  readonly redirects: Redirects;
  readonly progress: Progress;
}
