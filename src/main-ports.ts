/** Builds the real adapters. A test builds the same with some of the ports replaced, so there is one wiring. */
import { createBrowser } from './adapters/browser.ts';
import { systemClock } from './adapters/clock.ts';
import { createFiles } from './adapters/files.ts';
import { createFolders } from './adapters/folders.ts';
import { createIdentifiers } from './adapters/identifiers.ts';
import { lazyPort } from './adapters/lazy-port.ts';
import type { TracedRequest } from './adapters/network.ts';
import { createProgress } from './adapters/progress.ts';
import { createPrompts } from './adapters/prompts.ts';
import { createReferences } from './adapters/references.ts';
import { createSecrets } from './adapters/vault.ts';
import type { Globals } from './cli/context.ts';
import { isSet } from './cli/globals.ts';
import { usesFastPaths } from './fast/switch.ts';
import { lazy } from './lazy.ts';
import type { TerminalPorts } from './ports/person.ts';

/** What the adapters need of the command line and of the process. */
export interface PortsInput {
  readonly globals: Pick<Globals, 'home' | 'input' | 'yes' | 'verbosity' | 'allowPrivate' | 'browser'>;
  readonly environment: NodeJS.ProcessEnv;
  /** Whether progress is animated. */
  readonly animated: boolean;
  /** Writes a line to standard error. */
  readonly write: (line: string) => void;
}

export function buildPorts(
  { globals, environment, animated, write }: PortsInput,
  replaced: Partial<TerminalPorts> = {},
): TerminalPorts {
  const { home, allowPrivate, verbosity } = globals;
  const { platform } = process;
  const clock = replaced.clock ?? systemClock;
  const prompts = replaced.prompts ?? createPrompts({ allowed: globals.input, yes: globals.yes });
  const files = createFiles({ distrusted: isSet(environment.CI) });
  const trace = verbosity === 'verbose' ? traceOn(write) : undefined;
  const keyStore = lazy(async () =>
    (await import('./adapters/key-store.ts')).createKeyStore({ home, environment, prompts }),
  );
  const network = lazy(async () =>
    (await import('./adapters/network.ts')).createNetwork({ allowPrivate, environment, trace }),
  );
  const networkPath = lazy(async () =>
    (await import('./adapters/network-path.ts')).createNetworkPath({ allowPrivate, environment }),
  );
  const redirects = lazy(async () => (await import('./adapters/redirect-listener.ts')).createRedirects());
  const state = lazy(async () => {
    const databaseUrl = environment.MCPCTL_DATABASE_URL || undefined;
    const opened = databaseUrl
      ? await (await import('./adapters/postgres.ts')).openPostgresState({ url: databaseUrl })
      : await (await import('./adapters/sqlite.ts')).openSqliteState({ home, clock });
    const { sealInCurrentFormat } = await import('./main-sealing.ts');
    await sealInCurrentFormat(opened, { home, databaseUrl, keyStore: keyStore.get });
    return opened;
  });
  const generations = lazy(async () => (await import('./adapters/generations.ts')).createGenerations(home));
  return {
    clock,
    prompts,
    progress: createProgress({ write, stream: () => process.stderr, animated, quiet: verbosity === 'quiet' }),
    identifiers: createIdentifiers(clock),
    files: usesFastPaths(environment) ? files : { ...files, readAhead: async () => undefined },
    folders: createFolders(environment, platform),
    state: {
      ...lazyPort(state.get, ['read', 'write', 'presence', 'isPresent']),
      // A state that was never opened is not opened to be closed.
      close: async () => (await state.current())?.close(),
    },
    secrets: createSecrets(
      async (fingerprint) => (await keyStore.get()).masterKey(fingerprint),
      lazyPort(generations.get, ['highest', 'note']),
    ),
    keyStore: lazyPort(keyStore.get, ['describe', 'check', 'renew']),
    references: createReferences({ environment, stdin: () => process.stdin }),
    network: {
      towards(target) {
        const towards = lazy(async () => (await network.get()).towards(target));
        return lazyPort(towards.get, ['fetch', 'stream']);
      },
    },
    networkPath: {
      ...lazyPort(networkPath.get, ['certificateFile']),
      towards(target) {
        const towards = lazy(async () => (await networkPath.get()).towards(target));
        return lazyPort(towards.get, ['proxy', 'connect']);
      },
    },
    browser: createBrowser({ command: globals.browser, environment, platform }),
    redirects: lazyPort(redirects.get, ['listen']),
    ...replaced,
  };
}

/** Writes a line for every request under `--verbose`. The URL has no query. */
function traceOn(write: (line: string) => void) {
  return ({ method, url, status, milliseconds }: TracedRequest) =>
    write(`${method} ${url} ${status ?? 'failed'} ${Math.round(milliseconds)} ms`);
}
