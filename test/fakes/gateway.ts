/** The gateway as its clients meet it: a process that serves over HTTP, or one that a client has started itself. */
import type { ChildProcess } from 'node:child_process';
import { Client, type ClientOptions, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { EXECUTABLE, INHERITED, MASTER_KEY, type Program, type RunOptions } from './mcpctl.ts';

const OURSELVES = { name: 'a-client', version: '1.0.0' };

export interface RunningGateway {
  /** Of everything: `/mcp`. */
  readonly url: string;
  readonly token: string;
  /** A client of `/mcp`, or of an agent's address. */
  connect(options?: { agent?: string; mode?: 'legacy' | 'auto' | { pin: string } }): Promise<Client>;
  /** Resolves when the process has ended. */
  stop(): Promise<void>;
}

interface GatewayAddress {
  readonly url: string;
  readonly token: string;
  readonly mode?: 'legacy' | 'auto' | { pin: string };
}

export async function startGateway(
  program: Program,
  args: readonly string[] = [],
  options: RunOptions = {},
  address = '0',
): Promise<RunningGateway> {
  const child = program.start(['gateway', '--http', address, ...args], options);
  const ended = new Promise<void>((done) => child.once('close', () => done()));
  const url = await said(child, /Serving on (\S+)/);
  const token = (await program.run(['gateway', '--show-token', ...args], options)).out.trim();
  return {
    url,
    token,
    connect: ({ agent, mode } = {}) => connectTo({ url: agent === undefined ? url : `${url}/${agent}`, token, mode }),
    async stop() {
      child.kill();
      await ended;
    },
  };
}

/** A client of a gateway over HTTP. */
export async function connectTo({ url, token, mode = 'auto' }: GatewayAddress): Promise<Client> {
  const client = new Client(OURSELVES, { versionNegotiation: { mode } });
  const requestInit = { headers: { authorization: `Bearer ${token}` } };
  await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit }));
  return client;
}

/** A client that has started a gateway of its own, as its configuration says. */
export async function connectOnStdio(
  { home }: Program,
  options: ClientOptions,
  { args = [], env = {} }: { args?: readonly string[]; env?: Record<string, string> } = {},
): Promise<Client> {
  const client = new Client(OURSELVES, options);
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [EXECUTABLE, 'gateway', '--stdio', ...args],
    env: {
      ...INHERITED,
      HOME: home,
      MCPCTL_HOME: `${home}/state`,
      MCPCTL_MASTER_KEY: MASTER_KEY,
      ...env,
    },
    stderr: 'inherit',
  });
  await client.connect(transport);
  return client;
}

/** The first match in what a process says on standard error. */
export function said(child: ChildProcess, pattern: RegExp): Promise<string> {
  return new Promise((found, fail) => {
    let text = '';
    child.stderr?.setEncoding('utf8').on('data', (more) => {
      text += more;
      const [, match] = pattern.exec(text) ?? [];
      if (match) found(match);
    });
    child.on('close', () => fail(new Error(text)));
  });
}
