/** Builds the context of one command in this process. Heavy modules are loaded when something first needs them. */

import { defaultHome, defaultUser } from './adapters/defaults.ts';
import { inputIsTerminal, type StandardStreams } from './adapters/standard-streams.ts';
import type { Context } from './cli/context.ts';
import { type GlobalOptions, globalsOf } from './cli/globals.ts';
import { createOutput } from './cli/output.ts';
import { createHintText } from './cli/render/command-line.ts';
import { usesFastPaths } from './fast/switch.ts';
import { buildPorts } from './main-ports.ts';
import type { HintText } from './next-step.ts';
import type { TerminalPorts } from './ports/person.ts';
import type { CallersNetwork } from './server/serve.ts';

const environment = process.env;

export interface Process {
  readonly version: string;
  /** The operand that names a file. */
  readonly file: string | undefined;
  /** Registers work that a signal waits for, half a minute at most, before the process ends. */
  readonly beforeSignal: (deed: () => Promise<void>) => void;
  /** Says that the process serves until it is stopped: SIGTERM is its usual end, and no failure. */
  readonly serves: () => void;
}

/** Builds the ports and the output of one command. */
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
  const ports = buildPorts({ globals, environment, animated: streams.error.isTerminal, write: output.warn });
  around.beforeSignal(async () => (await import('./tokens/under-way.ts')).renewalsDone());
  const serving = { ...around, hintText: text, home: globals.home };
  return {
    ports,
    globals,
    output,
    serveGateway: gatewayOn(ports, serving),
    serveServer: serverOn(ports, serving),
  };
}

interface Serving extends Process {
  readonly hintText: HintText;
  readonly home: string;
}

function gatewayOn(ports: TerminalPorts, serving: Serving): Context['serveGateway'] {
  return async (options, scope) => {
    const { serveGateway } = await import('./gateway/serve.ts');
    await serveGateway({ ...options, fastPaths: usesFastPaths(environment) }, scope, await servePorts(ports, serving));
  };
}

function serverOn(ports: TerminalPorts, serving: Serving): Context['serveServer'] {
  return async (options) => {
    const [{ serve }, { createNetwork }] = await Promise.all([
      import('./server/serve.ts'),
      import('./adapters/network.ts'),
    ]);
    const databasePort =
      Number(environment.MCPCTL_DATABASE_URL && new URL(environment.MCPCTL_DATABASE_URL).port) || 5432;
    const networkFor = ({ shutPorts, ...callers }: CallersNetwork) => {
      const operator = { ...callers, shutPorts: () => [databasePort, ...shutPorts()] };
      return createNetwork({ allowPrivate: false, environment, operator });
    };
    const served = { ...(await servePorts(ports, serving)), networkFor };
    await serve({ ...options, fastPaths: usesFastPaths(environment) }, served);
  };
}

/** What a program that serves needs beside the ports of a command. */
async function servePorts(ports: TerminalPorts, { version, hintText, home, beforeSignal, serves }: Serving) {
  const [{ createAsyncContext }, { httpListener }, { createAuditLog }] = await Promise.all([
    import('./adapters/async-context.ts'),
    import('./adapters/http-listener.ts'),
    import('./adapters/audit-log.ts'),
  ]);
  const { warn } = ports.progress;
  // Called only when standard input is served: looking at `process.stdin` starts to read it.
  const inputEnded = () => new Promise<void>((ended) => process.stdin.once('end', ended).once('close', ended));
  const beforeEnd = (finish: () => Promise<void>) => {
    serves();
    beforeSignal(finish);
  };
  const tracing = wantsTraces(environment)
    ? (await import('./adapters/tracing.ts')).createTracing(version, warn)
    : undefined;
  if (tracing) beforeSignal(tracing.close);
  const auditLog = createAuditLog({ home, warn });
  const createContext = createAsyncContext;
  return { ...ports, createContext, httpListener, inputEnded, beforeEnd, auditLog, tracing, hintText };
}

/** Whether the variables of OpenTelemetry ask for traces. They are read here before its SDK is loaded. */
function wantsTraces(variables: typeof environment): boolean {
  const endpoint = variables.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT || variables.OTEL_EXPORTER_OTLP_ENDPOINT;
  return Boolean(endpoint) && variables.OTEL_SDK_DISABLED !== 'true' && variables.OTEL_TRACES_EXPORTER !== 'none';
}
