/** A request with the bytes of its body as they came, and no more of them than its handler takes. */
import type { IncomingMessage } from 'node:http';

/** Rejects when the client goes away before the body is complete. */
export async function readAtMost(incoming: IncomingMessage, most: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of incoming.iterator({ destroyOnReturn: false })) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > most) break;
  }
  // The rest is read and forgotten, so that the connection can be used again: a client that still sends reads no response.
  incoming.resume();
  return Buffer.concat(chunks, Math.min(length, most + 1));
}

export function requestOf(
  { method = 'GET', url = '/', headers: received }: Pick<IncomingMessage, 'method' | 'url' | 'headers'>,
  body: Uint8Array<ArrayBuffer>,
  signal: AbortSignal,
): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(received)) {
    for (const each of [value ?? []].flat()) headers.append(name, each);
  }
  const mayHaveBody = method !== 'GET' && method !== 'HEAD' && body.length > 0;
  const { host = 'localhost' } = received;
  return new Request(`http://${host}${url}`, { method, headers, signal, ...(mayHaveBody && { body }) });
}
