/** Builds the real adapters; nothing else does. What is heavy is loaded when something first asks for it. */

import { createBrowser } from './adapters/browser.ts';
import { systemClock } from './adapters/clock.ts';
import { createFiles } from './adapters/files.ts';
import { createFolders } from './adapters/folders.ts';
import { defaultHome, defaultUser } from './adapters/home.ts';
import { createIdentifiers } from './adapters/identifiers.ts';
import { createProgress } from './adapters/progress.ts';
import { createPrompts } from './adapters/prompts.ts';
import { createReferences } from './adapters/references.ts';
import { inputIsTerminal, type StandardStreams } from './adapters/standard-streams.ts';
import { createSecrets } from './adapters/vault.ts';
import type { Context, Globals } from './cli/context.ts';
import { type GlobalOptions, globalsOf } from './cli/globals.ts';
import { createOutput } from './cli/output.ts';
import { createHintText } from './cli/render/command-line.ts';
import { usesFastPaths } from './fast/switch.ts';
import { lazy } from './lazy.ts';
import type { HintText } from './next-step.ts';
import type { State } from './ports/index.ts';
import type { TerminalPorts } from './ports/person.ts';
import { VERSION } from './version.ts';

const environment = process.env;

export interface Process {
  /** The operand that names a file. */
  readonly file: string | undefined;
  /** What a signal waits for before the process ends. */
  readonly beforeSignal: (deed: () => Promise<void>) => void;
}

/** The ports and the output of one command. */
export function buildContext(options: GlobalOptions, streams: StandardStreams, around: Process): Context {
  const surroundings = {
    environment,
    defaultHome: defaultHome(environment, process.platform),
    defaultUser: () => defaultUser(environment),
    inputIsTerminal: inputIsTerminal(process),
    outputIsTerminal: streams.out.isTerminal,
  };
  const globals = globalsOf(options, surroundings, around.file);
  const text = createHintText(globals.given);
  const output = createOutput(streams, { color: globals.color, quiet: globals.verbosity === 'quiet', text });
  const ports = buildPorts(globals, streams.error.isTerminal, output.warn);
  return { ports, globals, output, serveGateway: gatewayOn(ports, { ...around, hintText: text, home: globals.home }) };
}

function gatewayOn(
  ports: TerminalPorts,
  { hintText, home, beforeSignal }: { hintText: HintText; home: string } & Pick<Process, 'beforeSignal'>,
): Context['serveGateway'] {
  return async (options, scope) => {
    const [{ serveGateway }, { createAsyncContext }, { httpListener }, { createAuditLog }] = await Promise.all([
      import('./gateway/serve.ts'),
      import('./adapters/async-context.ts'),
      import('./adapters/http-listener.ts'),
      import('./adapters/audit-log.ts'),
    ]);
    const { warn } = ports.progress;
    // Asked for only when standard input is what is served: to look at it is to read it.
    const inputEnded = () => new Promise<void>((ended) => process.stdin.once('end', ended).once('close', ended));
    const served = { createContext: createAsyncContext, httpListener, inputEnded };
    const tracing = wantsTraces(environment)
      ? (await import('./adapters/tracing.ts')).createTracing(VERSION, warn)
      : undefined;
    if (tracing) beforeSignal(tracing.close);
    const auditLog = createAuditLog({ home, warn });
    const fastPaths = usesFastPaths(environment);
    await serveGateway({ ...options, fastPaths }, scope, { ...ports, ...served, auditLog, tracing, hintText });
  };
}

/** OpenTelemetry's own variables, before its SDK is loaded. */
function wantsTraces(variables: typeof environment): boolean {
  const endpoint = variables.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT || variables.OTEL_EXPORTER_OTLP_ENDPOINT;
  return Boolean(endpoint) && variables.OTEL_SDK_DISABLED !== 'true' && variables.OTEL_TRACES_EXPORTER !== 'none';
}

function buildPorts(globals: Globals, animated: boolean, write: (line: string) => void): TerminalPorts {
  const clock = systemClock;
  const quiet = globals.verbosity === 'quiet';
  const progress = createProgress({ write, stream: () => process.stderr, animated, quiet });
  const prompts = createPrompts({ allowed: globals.input, yes: globals.yes });
  const keyStore = lazy(async () => {
    const { createKeyStore } = await import('./adapters/key-store.ts');
    return createKeyStore({ home: globals.home, environment, prompts });
  });
  const trace = globals.verbosity === 'verbose' ? traceOn(write) : undefined;
  const network = lazy(async () => {
    const { createNetwork } = await import('./adapters/network.ts');
    return createNetwork({ allowPrivate: globals.allowPrivate, environment, trace });
  });
  const routes = lazy(async () => {
    const { createNetworkPath } = await import('./adapters/network-path.ts');
    return createNetworkPath({ allowPrivate: globals.allowPrivate, environment });
  });
  return {
    clock,
    progress,
    prompts,
    identifiers: createIdentifiers(clock),
    files: usesFastPaths(environment) ? createFiles() : { ...createFiles(), readAhead: async () => undefined },
    folders: createFolders(environment, process.platform),
    state: onFirstUse(async () => {
      const url = environment.MCPCTL_DATABASE_URL;
      if (url) return (await import('./adapters/postgres.ts')).openPostgresState({ url });
      const { openSqliteState } = await import('./adapters/sqlite.ts');
      return openSqliteState({ home: globals.home, clock });
    }),
    secrets: createSecrets(async (fingerprint) => (await keyStore.get()).masterKey(fingerprint)),
    keyStore: {
      describe: async () => (await keyStore.get()).describe(),
      check: async () => (await keyStore.get()).check(),
      renew: async (store) => (await keyStore.get()).renew(store),
    },
    references: createReferences({ environment, stdin: () => process.stdin }),
    network: {
      towards: (target) => {
        const towards = lazy(async () => (await network.get()).towards(target));
        return {
          fetch: async (url, init) => (await towards.get()).fetch(url, init),
          stream: async (url, init) => (await towards.get()).stream(url, init),
        };
      },
    },
    networkPath: {
      certificateFile: async () => (await routes.get()).certificateFile(),
      towards: (target) => {
        const towards = async () => (await routes.get()).towards(target);
        return {
          proxy: async (url) => (await towards()).proxy(url),
          connect: async (url) => (await towards()).connect(url),
        };
      },
    },
    browser: createBrowser({ command: globals.browser, environment, platform: process.platform }),
    redirects: {
      listen: async (options) => (await import('./adapters/loopback.ts')).createRedirects().listen(options),
    },
  };
}

/** A state that is opened at the first query, so that a command without one never touches the disk. */
function onFirstUse(open: () => Promise<State>): State {
  const state = lazy(open);
  return {
    read: async (query) => (await state.get()).read(query),
    write: async (change) => (await state.get()).write(change),
    close: async () => (await state.current())?.close(),
  };
}

/** `--verbose`: every request, without its query. */
function traceOn(write: (line: string) => void) {
  return ({
    method,
    url,
    status,
    milliseconds,
  }: {
    method: string;
    url: string;
    status?: number;
    milliseconds: number;
  }) => write(`${method} ${url} ${status ?? 'failed'} ${Math.round(milliseconds)} ms`);
}
