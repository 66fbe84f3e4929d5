import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openReply } from '../../../../src/gateway/fast-path/open-reply.ts';
import type { Reply } from '../../../../src/ports/index.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const ANSWER = { jsonrpc: '2.0', id: 1, result: {} } as const;
const MINUTE = 60_000;

/** A client that is told what is written, and does not say that it has read it. */
function slowReader() {
  const written: string[] = [];
  const reply: Reply = {
    json: (text) => void written.push(text),
    stream: (text) => void written.push(text),
    endStream: () => void written.push('(end)'),
    onOver: () => {},
  };
  return { written, open: openReply(reply, 'the-session') };
}

it('says from time to time that the call goes on', () => {
  const { written } = slowReader();
  vi.advanceTimersByTime(MINUTE);
  expect(written).toEqual(Array(4).fill(': keepalive\n\n'));
});

it.each([
  ['JSON', () => {}, [JSON.stringify(ANSWER)]],
  [
    'a stream',
    () => vi.advanceTimersByTime(MINUTE / 4),
    [': keepalive\n\n', `event: message\ndata: ${JSON.stringify(ANSWER)}\n\n`, '(end)'],
  ],
])('writes nothing after an answer that is %s, however long it is read', (_what, before, expected) => {
  const { written, open } = slowReader();
  before();
  open.conclude(ANSWER);
  vi.advanceTimersByTime(MINUTE);
  expect(written).toEqual(expected);
});

it('writes nothing after a call was abandoned', () => {
  const { written, open } = slowReader();
  open.abandon();
  vi.advanceTimersByTime(MINUTE);
  expect(written).toEqual(['', '(end)']);
});
