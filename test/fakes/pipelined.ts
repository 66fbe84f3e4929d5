/** Many requests at once over one connection: what takes the time is then who answers, and not the test. */
import { connect } from 'node:net';

export interface RawAnswer {
  readonly status: number;
  /** Status line and headers, as they came. */
  readonly head: string;
  readonly body: string;
}

/** The answers to GET requests of these paths, in order; `host` is `127.0.0.1:PORT`. */
export function pipelined(host: string, paths: readonly string[]): Promise<RawAnswer[]> {
  const requests = paths.map((path) => `GET ${path} HTTP/1.1\r\nHost: ${host}\r\n`);
  return raw(host, `${requests.join('\r\n')}Connection: close\r\n\r\n`);
}

/** What comes back for these bytes, until the other end closes. */
export function raw(host: string, bytes: string): Promise<RawAnswer[]> {
  const chunks: Buffer[] = [];
  return new Promise((done, fail) => {
    const socket = connect(Number(new URL(`http://${host}`).port), '127.0.0.1', () => socket.write(bytes));
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', fail);
    socket.on('end', () =>
      done(
        Buffer.concat(chunks)
          .toString('utf8')
          .split(/(?=^HTTP\/1\.1 )/m)
          .map(readAnswer),
      ),
    );
  });
}

function readAnswer(text: string): RawAnswer {
  const [head = '', body = ''] = text.split('\r\n\r\n');
  return { status: Number(head.split(' ')[1]), head, body };
}
