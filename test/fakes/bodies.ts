/** Answers that never end well: for a server that wants to hang a client, or to fill its memory. */
import type { ServerResponse } from 'node:http';
import { createGzip } from 'node:zlib';

export type Body = 'silence' | 'drip' | 'flood' | 'bomb';

const GIGABYTES = 3 * 1024 ** 3;
const BLOCK = Buffer.alloc(64 * 1024, ' ');

/** Sends one as long as somebody reads it; JSON that has no end. */
export function sendBody(body: Body, response: ServerResponse, contentType = 'application/json'): void {
  if (body === 'silence') return;
  const headers = { 'content-type': contentType };
  if (body === 'drip') {
    response.writeHead(200, headers).write('{');
    const timer = setInterval(() => response.write(' '), 500);
    response.on('close', () => clearInterval(timer));
  }
  if (body === 'flood') flood(response.writeHead(200, { ...headers, 'content-length': GIGABYTES }));
  if (body === 'bomb') {
    const gzip = createGzip({ level: 1 });
    gzip.pipe(response.writeHead(200, { ...headers, 'content-encoding': 'gzip' }));
    response.on('close', () => gzip.destroy());
    flood(gzip);
  }
}

function flood(stream: NodeJS.WritableStream & { readonly destroyed?: boolean }): void {
  let sent = 0;
  const more = () => {
    while (sent < GIGABYTES && !stream.destroyed) {
      sent += BLOCK.length;
      if (!stream.write(BLOCK)) return void stream.once('drain', more);
    }
  };
  stream.on('error', () => {});
  more();
}
