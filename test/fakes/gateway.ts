/** The gateway as its clients meet it: a process that serves over HTTP. */
import type { ChildProcess } from 'node:child_process';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import type { Program, RunOptions } from './mcpctl.ts';

export interface RunningGateway {
  /** Of everything: `/mcp`. */
  readonly url: string;
  readonly token: string;
  /** A client of `/mcp`, or of an agent's address. */
  connect(options?: { agent?: string; mode?: 'legacy' | 'auto' | { pin: string } }): Promise<Client>;
  /** Resolves when the process has ended. */
  stop(): Promise<void>;
}

export async function startGateway(
  program: Program,
  args: readonly string[] = [],
  options: RunOptions = {},
): Promise<RunningGateway> {
  const child = program.start(['gateway', '--http', '0', ...args], options);
  const ended = new Promise<void>((done) => child.once('close', () => done()));
  const url = await said(child, /Serving on (\S+)/);
  const token = (await program.run(['gateway', '--show-token', ...args], options)).out.trim();
  return {
    url,
    token,
    async connect({ agent, mode = 'auto' } = {}) {
      const client = new Client({ name: 'a-client', version: '1.0.0' }, { versionNegotiation: { mode } });
      const requestInit = { headers: { authorization: `Bearer ${token}` } };
      const address = new URL(agent === undefined ? url : `${url}/${agent}`);
      await client.connect(new StreamableHTTPClientTransport(address, { requestInit }));
      return client;
    },
    async stop() {
      child.kill();
      await ended;
    },
  };
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
