/** An OTLP/HTTP collector on loopback: decodes the protobuf that arrives at /v1/traces (opentelemetry-proto, trace/v1). */

import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { answering, listen } from './http.ts';

export interface CollectedSpan {
  readonly traceId: string;
  readonly parentSpanId: string;
  readonly spanId: string;
  readonly name: string;
  /** 2 is SERVER. */
  readonly kind: number;
  /** 2 is ERROR. */
  readonly status: number;
  readonly nanoseconds: bigint;
  readonly attributes: Readonly<Record<string, string>>;
  readonly resource: Readonly<Record<string, string>>;
}

export interface Collector {
  readonly endpoint: string;
  readonly spans: readonly CollectedSpan[];
  close(): Promise<void>;
}

export async function startCollector(): Promise<Collector> {
  const { origin, server, close } = await listen();
  const spans: CollectedSpan[] = [];
  server.on(
    'request',
    answering(async (request, response) => {
      const body = await buffer(request);
      const isZipped = request.headers['content-encoding'] === 'gzip';
      const isRight = request.url === '/v1/traces' && request.headers['content-type'] === 'application/x-protobuf';
      if (isRight) spans.push(...spansIn(isZipped ? gunzipSync(body) : body));
      response.writeHead(isRight ? 200 : 404, { 'content-type': 'application/x-protobuf' }).end();
    }),
  );
  return { endpoint: origin, spans, close };
}

function spansIn(request: Buffer): CollectedSpan[] {
  return messages(request, 1).flatMap((resourceSpans) => {
    const resource = attributesOf(messages(resourceSpans, 1)[0], 1);
    const all = messages(resourceSpans, 2).flatMap((scopeSpans) => messages(scopeSpans, 2));
    return all.map((span) => ({
      traceId: hexadecimal(span, 1),
      spanId: hexadecimal(span, 2),
      parentSpanId: hexadecimal(span, 4),
      name: String(messages(span, 5)[0] ?? ''),
      kind: Number(numbers(span, 6)[0] ?? 0),
      status: Number(numbers(messages(span, 15)[0], 3)[0] ?? 0),
      nanoseconds: (numbers(span, 8)[0] ?? 0n) - (numbers(span, 7)[0] ?? 0n),
      attributes: attributesOf(span, 9),
      resource,
    }));
  });
}

/** `repeated KeyValue`, of which the values that are texts. */
function attributesOf(message: Buffer | undefined, field: number): Record<string, string> {
  return Object.fromEntries(
    messages(message, field).map((pair) => [
      String(messages(pair, 1)[0]),
      String(messages(messages(pair, 2)[0], 1)[0] ?? ''),
    ]),
  );
}

function hexadecimal(message: Buffer, field: number): string {
  return messages(message, field)[0]?.toString('hex') ?? '';
}

/** Texts, bytes and messages of a field, which are all the same on the wire. */
function messages(message: Buffer | undefined, field: number): Buffer[] {
  return fieldsOf(message, field).flatMap((value) => (Buffer.isBuffer(value) ? [value] : []));
}

function numbers(message: Buffer | undefined, field: number): bigint[] {
  return fieldsOf(message, field).flatMap((value) => (Buffer.isBuffer(value) ? [] : [value]));
}

/** https://protobuf.dev/programming-guides/encoding */
function fieldsOf(message: Buffer = Buffer.alloc(0), wanted: number): (Buffer | bigint)[] {
  const found: (Buffer | bigint)[] = [];
  let at = 0;
  const varint = () => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = message[at++] ?? 0;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  const taken = (length: number) => {
    at += length;
    return message.subarray(at - length, at);
  };
  while (at < message.length) {
    const tag = Number(varint());
    const value = [
      () => varint(),
      () => taken(8).readBigUInt64LE(),
      () => taken(Number(varint())),
      undefined,
      undefined,
      () => BigInt(taken(4).readUInt32LE()),
    ][tag & 7]?.();
    if (value === undefined) throw new Error(`There is no wire type ${tag & 7}.`);
    if (tag >> 3 === wanted) found.push(value);
  }
  return found;
}
