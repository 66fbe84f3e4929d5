/**
 * Makes a `Response` of what undici's `request` gives. The body is read straight from the socket: a web stream costs more
 * than all the rest of a small exchange, so it is made only when somebody uses `body`.
 */
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream';
import { createBrotliDecompress, createGunzip } from 'node:zlib';
import type { Dispatcher } from 'undici';
import { type Meter, messageMeter } from './message-limit.ts';

/** The encodings that this file can decode. */
export const ACCEPTED_ENCODINGS = 'gzip, br';

export class ReceivedResponse extends Response {
  readonly #source: Readable;
  readonly #meter: Meter;
  #body: ReadableStream<Uint8Array<ArrayBuffer>> | undefined;

  /** @throws Refusal response-too-large when the announced length of the body is too long */
  constructor({ statusCode, headers, body }: Dispatcher.ResponseData, url: URL) {
    // RFC 9110, section 15: an invalid status is treated as a 5xx.
    super(null, { status: statusCode > 599 ? 500 : statusCode, headers: headersOf(headers) });
    // An error that comes before somebody reads the body is reported to its reader.
    body.on('error', () => {});
    this.#source = decoded(body, this.headers.get('content-encoding'));
    try {
      this.#meter = messageMeter(this.headers, url);
    } catch (refusal) {
      body.destroy();
      throw refusal;
    }
  }

  override get body(): ReadableStream<Uint8Array<ArrayBuffer>> {
    this.#body ??= webStream(this.#source, this.#meter);
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

function readAll(source: Readable, meter: Meter): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    listen(source, meter, {
      chunk: (chunk) => chunks.push(chunk),
      end: () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)),
      fail: reject,
    });
  });
}

function webStream(source: Readable, meter: Meter): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream({
    start(controller) {
      listen(source, meter, {
        chunk(chunk) {
          controller.enqueue(new Uint8Array(chunk));
          if ((controller.desiredSize ?? 0) <= 0) source.pause();
        },
        end: () => controller.close(),
        fail: (thrown) => controller.error(thrown),
      });
    },
    pull: () => void source.resume(),
    cancel: () => void source.destroy(),
  });
}

interface BodyListener {
  chunk(chunk: Buffer): void;
  end(): void;
  fail(thrown: unknown): void;
}

function listen(source: Readable, meter: Meter, { chunk, end, fail }: BodyListener): void {
  if (source.errored) {
    fail(source.errored);
    return;
  }
  source
    .on('data', (data: Buffer) => {
      // Chunks may still come after the reader has cancelled.
      if (source.destroyed) return;
      try {
        meter(data);
      } catch (refusal) {
        fail(refusal);
        source.destroy();
        return;
      }
      chunk(data);
    })
    .once('end', () => source.destroyed || end())
    .once('error', fail);
}
