/** A web server of our own. */

import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { hint } from '../next-step.ts';
import type { HttpListener } from '../ports/index.ts';
import { Refusal } from '../refusal.ts';
import { isShortJson, readPosted } from './posted.ts';

export const httpListener: HttpListener = {
  async listen({ host, port }, { authorize, tryHandle, handle }) {
    // A client that sends its headers drop by drop does not keep a socket for ever (Node's own limits are 60 s, looked at
    // every 30).
    // Who calls again when a connection has been silent for as long as it is kept may find it closing, and the call is lost:
    // Node's own 5 s are what a model takes to think.
    const limits = { headersTimeout: 10_000, connectionsCheckingInterval: 2_000, keepAliveTimeout: 90_000 };
    const admit = toNodeHandler({ fetch: handle });
    const server = createServer(limits, (incoming, outgoing) => {
      // Beforehand: the handler of the SDK reads up to 4 MiB of body before it asks anybody.
      const refused = authorize(incoming.headers);
      if (refused) void turnAway(outgoing, refused);
      else if (isShortJson(incoming)) void readPosted(incoming, outgoing, tryHandle, admit);
      else void admit(incoming, outgoing);
    });
    await new Promise<void>((bound, fail) => {
      server.once('error', (error) => fail(unbound(error, host, port)));
      server.listen({ host, port, exclusive: true }, bound);
    });
    const { port: boundPort } = server.address() as AddressInfo;
    const authority = `${host.includes(':') ? `[${host}]` : host}:${boundPort}`;
    return {
      origin: `http://${authority}`,
      close: () =>
        new Promise<void>((closed) => {
          server.close(() => closed());
          server.closeAllConnections();
        }),
    };
  },
};

async function turnAway(outgoing: ServerResponse, refused: Response): Promise<void> {
  outgoing.writeHead(refused.status, Object.fromEntries(refused.headers)).end(await refused.text());
}

function unbound(cause: NodeJS.ErrnoException, host: string, port: number): unknown {
  if (!['EADDRINUSE', 'EACCES', 'EADDRNOTAVAIL', 'ENOTFOUND'].includes(cause.code ?? '')) return cause;
  return new Refusal('port-taken', {
    what: `Nothing can be served on ${host}, port ${port}.`,
    why: cause.code === 'EADDRINUSE' ? 'Another process has it.' : cause.message,
    hint: hint`End that process, or choose another: ${{ do: 'run', words: ['gateway', '--http', 'PORT'] }}`,
    details: { host, port },
    cause,
  });
}
