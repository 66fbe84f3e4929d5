import { describe, expect, it } from 'vitest';
import { messageMeter } from '../../../src/adapters/message-limit.ts';

const url = new URL('https://mcp.example.com/mcp');
const MEBIBYTE = 1024 * 1024;

function stream() {
  let now = 0;
  const meter = messageMeter(new Headers({ 'content-type': 'text/event-stream' }), url, () => now);
  return {
    later: (milliseconds: number) => {
      now += milliseconds;
    },
    receive: (count: number, event = 'data: {}\n\n') => meter(Buffer.from(event.repeat(count))),
  };
}

const TOO_LARGE = expect.objectContaining({ code: 'response-too-large' });

describe('a stream of events', () => {
  it.each(['data: {}\n\n', 'data: {}\r\n\r\n', 'data: {}\r\r'])(
    'ends with the 10,001st message at once: %j',
    (event) => {
      const { receive } = stream();
      for (let count = 0; count < 100; count += 1) receive(100, event);
      expect(() => receive(1, event)).toThrow(TOO_LARGE);
    },
  );

  it('ends with more than 16 MiB of messages at once', () => {
    const { receive } = stream();
    const event = `data: ${'x'.repeat(MEBIBYTE - 8)}\n\n`;
    receive(8, event);
    receive(8, event);
    expect(() => receive(1, event)).toThrow(TOO_LARGE);
  });

  it('may last for days with a hundred messages a second', () => {
    const { receive, later } = stream();
    for (let second = 0; second < 100_000; second += 1) {
      receive(100);
      later(1000);
    }
    receive(9_900);
    expect(() => receive(200)).toThrow(TOO_LARGE);
  });
});
