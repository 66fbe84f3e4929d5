/** A server of ours in the process of the test, on a port that the system chose, and keys for it. */
import type { TestContext } from 'vitest';
import { createAsyncContext } from '../../src/adapters/async-context.ts';
import { createAuditLog } from '../../src/adapters/audit-log.ts';
import { httpListener } from '../../src/adapters/http-listener.ts';
import { createNetwork } from '../../src/adapters/network.ts';
import { createHintText } from '../../src/cli/render/command-line.ts';
import type { Clock, Fetch, HttpListener, Network } from '../../src/ports/index.ts';
import type { ApiKey, Role, WebApp } from '../../src/records-of-callers.ts';
import { Secret } from '../../src/secret.ts';
import { serve } from '../../src/server/serve.ts';
import { sha256Of } from '../../src/sha256.ts';
import { createPorts, type TestPorts } from './ports.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads into it freely, and fails where it is wrong.
  readonly body: any;
}

export interface ServerHere {
  readonly url: string;
  readonly ports: TestPorts;
  /** What the server wrote to its log. */
  readonly log: readonly string[];
  /** Makes an API key in the state, with a web app of the same name where `origins` are given. */
  key(role: Role, wanted?: Partial<Pick<ApiKey, 'project' | 'agents' | 'expiresAt' | 'webAppId'>>): Promise<string>;
  webApp(name: string, origins?: readonly string[], verifyUrl?: string): Promise<WebApp>;
  call(method: string, path: string, options?: CallOptions): Promise<Answer>;
  /** What SIGTERM does. */
  stop(): Promise<void>;
}

export interface CallOptions {
  readonly key?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface ServerHereOptions {
  readonly publicUrl?: string;
  readonly allowNetwork?: readonly string[];
  readonly internalListen?: string;
  readonly clock?: Clock;
  readonly ports?: TestPorts;
  /** Sees each request that the server sends, and may hold it. */
  readonly sending?: (url: string, init: RequestInit | undefined, send: () => Promise<Response>) => Promise<Response>;
  readonly auditArguments?: boolean;
}

/** Serves until the test ends. */
export async function startServerHere(
  { onTestFinished }: Pick<TestContext, 'onTestFinished'>,
  {
    publicUrl,
    allowNetwork = [],
    internalListen,
    clock,
    ports: given,
    sending,
    auditArguments = false,
  }: ServerHereOptions = {},
): Promise<ServerHere> {
  const ports = given ?? (await createPorts(clock && { clock }));
  const log: string[] = [];
  const closing: (() => Promise<void>)[] = [];
  const finishing: (() => Promise<void>)[] = [];
  /** Where it listens, whatever its public URL is. */
  let origin = '';
  const closed: HttpListener = {
    async listen(address, site) {
      const listener = await httpListener.listen(address, site);
      closing.push(() => listener.close());
      origin ||= listener.origin;
      return listener;
    },
  };
  const url = await new Promise<string>((listening, reject) => {
    serve(
      {
        listen: '127.0.0.1:0',
        owner: { project: 'default', user: 'ada' },
        publicUrl,
        allowNetwork,
        trustedProxy: [],
        gatewayOnly: false,
        internalListen,
        auditArguments,
        auditDurable: false,
        fastPaths: process.env.MCPCTL_SLOW !== '1',
        listening,
        log: (line) => log.push(line),
      },
      {
        ...ports,
        networkFor: (operator) => seenBy(sending, createNetwork({ allowPrivate: false, environment: {}, operator })),
        createContext: createAsyncContext,
        httpListener: closed,
        auditLog: createAuditLog({ home: ports.home, warn: (line) => log.push(line) }),
        inputEnded: () => new Promise(() => {}),
        beforeEnd: (finish) => finishing.push(finish),
        hintText: createHintText({}),
      },
    ).catch(reject);
  });
  const stop = async () => {
    for (const finish of finishing.splice(0)) await finish();
    for (const close of closing.splice(0)) await close();
  };
  onTestFinished(async () => {
    for (const close of closing.splice(0)) await close();
    for (const finish of finishing.splice(0)) await finish();
    if (!given) await ports.remove();
  });
  const webApp: ServerHere['webApp'] = async (name, origins = [], verifyUrl) => {
    const now = Date.now();
    const made: WebApp = {
      ...{ id: ports.identifiers.next(), project: 'default', name, origins, createdAt: now, updatedAt: now },
      ...(verifyUrl !== undefined && { verifyUrl }),
    };
    await ports.state.write((tables) => tables.webApps.save(made));
    return made;
  };
  return {
    url,
    ports,
    log,
    stop,
    webApp,
    async key(role, { project = 'default', agents, expiresAt, webAppId } = {}) {
      const id = ports.identifiers.next();
      const key = `mcpk_${id}${'k'.repeat(20)}`;
      const row: ApiKey = {
        ...{ id, project, name: `${role} ${id}`, role, start: key.slice(0, 9), createdAt: Date.now() },
        hash: await sha256Of(new Secret(key).reveal()),
        webAppId: webAppId ?? (await webApp(`app-of-${id}`)).id,
        ...(agents && { agents }),
        ...(expiresAt !== undefined && { expiresAt }),
      };
      await ports.state.write((tables) => tables.apiKeys.save(row));
      return key;
    },
    async call(method, path, { key, body, headers = {} } = {}) {
      const response = await fetch(`${origin}${path}`, {
        method,
        redirect: 'manual',
        headers: {
          ...(key !== undefined && { authorization: `Bearer ${key}` }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      const isJson = response.headers.get('content-type')?.includes('json');
      return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : undefined };
    },
  };
}

function seenBy(sending: ServerHereOptions['sending'], network: Network): Network {
  if (sending === undefined) return network;
  const seen =
    (fetch: Fetch): Fetch =>
    (url, init) =>
      sending(String(url), init, () => fetch(url, init));
  return {
    towards(target) {
      const { fetch, stream } = network.towards(target);
      return { fetch: seen(fetch), stream: seen(stream) };
    },
  };
}
