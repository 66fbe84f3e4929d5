/**
 * Makes a `Response` of what undici's `request` gives. The body is read straight from the socket: a web stream costs more
 * than all the rest of a small exchange, so it is made only when somebody uses `body`.
 */
import { pipeline, type Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip } from 'node:zlib';
import type { Dispatcher } from 'undici';
import { isEventStream, type Meter, messageMeter } from './message-limit.ts';
import type { Pace } from './message-pace.ts';
import { webStream } from './web-stream.ts';

/** The encodings that this file can decode. */
export const ACCEPTED_ENCODINGS = 'gzip, br';

export class ReceivedResponse extends Response {
  readonly #source: Readable;
  readonly #meter: Meter;
  readonly #pace: Pace | undefined;
  #body: ReadableStream<Uint8Array<ArrayBuffer>> | undefined;

  /** @throws Refusal response-too-large when the announced length of the body is too long */
  constructor({ statusCode, headers, body }: Dispatcher.ResponseData, url: URL, newPace: () => Pace) {
    // RFC 9110, section 15: an invalid status is treated as a 5xx.
    super(null, { status: statusCode > 599 ? 500 : statusCode, headers: headersOf(headers) });
    // An error that comes before somebody reads the body is reported to its reader.
    body.on('error', () => {});
    this.#pace = isEventStream(this.headers) ? newPace() : undefined;
    this.#source = decoded(body, this.headers.get('content-encoding'));
    try {
      this.#meter = messageMeter(this.headers, url);
    } catch (refusal) {
      body.destroy();
      throw refusal;
    }
  }

  override get body(): ReadableStream<Uint8Array<ArrayBuffer>> {
    this.#body ??= webStream(this.#source, this.#meter, this.#pace);
    return this.#body;
  }

  override get bodyUsed(): boolean {
    // An empty body has been read when its end has.
    return this.#source.readableDidRead || this.#source.readableEnded;
  }

  override async arrayBuffer(): Promise<ArrayBuffer> {
    return Uint8Array.from(await readAll(this.#source, this.#meter)).buffer;
  }

  override async text(): Promise<string> {
    return new TextDecoder().decode(await readAll(this.#source, this.#meter));
  }

  override async json(): Promise<unknown> {
    return JSON.parse(await this.text());
  }
}

function headersOf(raw: Dispatcher.ResponseData['headers']): [string, string][] {
  return Object.entries(raw).flatMap(([name, value = []]) =>
    Array.isArray(value) ? value.map((each): [string, string] => [name, each]) : [[name, value]],
  );
}

function decoded(body: Readable, encoding: string | null): Readable {
  if (encoding === null) return body;
  const decoder = /^(x-)?gzip$/i.test(encoding)
    ? createGunzip()
    : /^br$/i.test(encoding)
      ? createBrotliDecompress()
      : undefined;
  // `pipeline` passes the end of the body, and its errors, on to the decoder.
  return decoder ? pipeline(body, decoder, () => {}) : body;
}

/** In one turn where the body has come already: a web stream would take several. */
function readAll(source: Readable, meter: Meter): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    if (source.errored) return reject(source.errored);
    const chunks: Buffer[] = [];
    source
      .on('data', (chunk: Buffer) => {
        // Chunks may still come after a refusal.
        if (source.destroyed) return;
        chunks.push(chunk);
        try {
          meter(chunk);
        } catch (refusal) {
          reject(refusal);
          source.destroy();
        }
      })
      .once('end', () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)))
      .once('error', reject);
  });
}
