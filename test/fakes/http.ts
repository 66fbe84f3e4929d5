/** A server on loopback with a port of its own. */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Listener {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  readonly origin: string;
  readonly server: Server;
  close(): Promise<void>;
}

/** Listens before it knows how to answer: who answers often has to know the port. */
export async function listen(port = 0): Promise<Listener> {
  const server = createServer();
  await new Promise<void>((done, fail) => {
    server.once('error', fail);
    server.listen(port, '127.0.0.1', done);
  });
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    server,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

/** The answers of one handler, where an exception is a 500 and not the end of the process. */
export function answering(handler: (...args: Parameters<RequestListener>) => Promise<void>): RequestListener {
  return (request, response) => {
    handler(request, response).catch((error) => {
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain' });
      response.end(String(error));
    });
  };
}

/** The body of a request. */
export async function textOf(request: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

/** The fields of a form that was sent. */
export async function formOf(request: AsyncIterable<Buffer>): Promise<URLSearchParams> {
  return new URLSearchParams(await textOf(request));
}
