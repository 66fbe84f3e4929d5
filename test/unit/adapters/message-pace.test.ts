import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { slicesOf } from '../../../src/adapters/event-ends.ts';
import { createPacing } from '../../../src/adapters/message-pace.ts';
import { webStream } from '../../../src/adapters/web-stream.ts';

function pacing() {
  let now = 0;
  const newPace = createPacing(() => now);
  const pass = (milliseconds: number) => {
    now += milliseconds;
  };
  return { newPace, pass };
}

describe('the pace of a stream', () => {
  it('lets 200 messages pass at once, and 100 more each second', () => {
    const { newPace, pass } = pacing();
    const pace = newPace();
    expect(pace(200)).toBe(0);
    pass(1000);
    expect(pace(100)).toBe(0);
    expect(pace(1)).toBeGreaterThan(0);
  });

  it('does not let silence for days add up', () => {
    const { newPace, pass } = pacing();
    const pace = newPace();
    pass(1e9);
    expect(pace(200)).toBe(0);
    expect(pace(20)).toBeGreaterThan(50);
  });

  it('is shared by all streams that say much', () => {
    const { newPace } = pacing();
    const delays = [newPace(), newPace(), newPace()].map((pace) => [pace(200), pace(30)]);
    expect(delays.map(([free]) => free)).toEqual([0, 0, 0]);
    expect(delays.map(([, beyond]) => Math.round(Number(beyond)))).toEqual([100, 200, 300]);
  });
});

describe('slices', () => {
  const events = (count: number, end = '\n\n') => Buffer.from(`data: x${end}`.repeat(count));

  it.each(['\n\n', '\r\n\r\n', '\r\r'])('end where an event ends (%j)', (end) => {
    const slices = slicesOf(events(50, end), 20);
    expect(slices.map(({ messages }) => messages)).toEqual([20, 20, 10]);
    expect(Buffer.concat(slices.map(({ bytes }) => bytes))).toEqual(events(50, end));
    for (const { bytes } of slices) expect(String(Buffer.from(bytes)).endsWith(end)).toBe(true);
  });

  it('keep one long message whole', () => {
    const chunk = Buffer.from(`data: ${'x'.repeat(60_000)}`);
    expect(slicesOf(chunk, 20)).toEqual([{ bytes: chunk, messages: 0 }]);
  });
});

describe('a web stream', () => {
  const flood = (count: number) => Buffer.from('data: x\n\n'.repeat(count));

  it('hands on in slices, and waits as its pace says', async () => {
    const source = new PassThrough();
    const asked: number[] = [];
    const reader = webStream(
      source,
      () => {},
      (messages) => asked.push(messages) * 0,
    ).getReader();
    source.end(flood(45));
    const lengths: number[] = [];
    for (let part = await reader.read(); !part.done; part = await reader.read()) lengths.push(part.value.length / 9);
    expect(lengths).toEqual([20, 20, 5]);
    expect(asked).toEqual([20, 20, 5]);
  });

  it('gives others a turn between two slices', async () => {
    const source = new PassThrough();
    const reader = webStream(
      source,
      () => {},
      () => 0,
    ).getReader();
    let turns = 0;
    const count = () => {
      turns += 1;
      turning = setImmediate(count);
    };
    let turning = setImmediate(count);
    source.end(flood(200));
    for (let part = await reader.read(); !part.done; part = await reader.read());
    clearImmediate(turning);
    expect(turns).toBeGreaterThanOrEqual(9);
  });

  it('reads no more of its source than it is asked for', async () => {
    const source = new PassThrough({ highWaterMark: 1000 });
    const reader = webStream(
      source,
      () => {},
      () => 0,
    ).getReader();
    let written = 0;
    while (source.write(flood(10)) && written < 1000) written += 1;
    await new Promise((done) => setImmediate(done));
    expect(written).toBeLessThan(50);
    await reader.cancel();
    expect(source.destroyed).toBe(true);
  }, 5000);

  it('ends with what the meter refuses, after what came before', async () => {
    const source = new PassThrough();
    const refusal = new Error('too much');
    let total = 0;
    const meter = (chunk: Uint8Array) => {
      total += chunk.length;
      if (total > 20) throw refusal;
    };
    const reader = webStream(source, meter, undefined).getReader();
    source.write('0123456789');
    expect((await reader.read()).value?.length).toBe(10);
    source.write('0123456789x');
    await expect(reader.read()).rejects.toBe(refusal);
    expect(source.destroyed).toBe(true);
  });

  it('ends with the error of its source', async () => {
    const source = new PassThrough();
    const reader = webStream(source, () => {}, undefined).getReader();
    source.destroy(new Error('gone'));
    await expect(reader.read()).rejects.toThrow('gone');
  });
});
