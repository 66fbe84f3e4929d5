import { expect, it } from 'vitest';
import { pendingReply } from '../../../../src/gateway/fast-path/pending-reply.ts';
import type { Reply } from '../../../../src/ports/index.ts';
import { type FakeClock, fakeClock } from '../../../fakes/clock.ts';

const ANSWER = { jsonrpc: '2.0', id: 1, result: {} } as const;
const MINUTE = 60_000;

/** A client that never reads to the end. */
function slowReader() {
  const written: string[] = [];
  const reply: Reply = {
    json: (text) => void written.push(text),
    stream: (text) => void written.push(text),
    endStream: () => void written.push('(end)'),
    onClose: () => {},
  };
  const clock = fakeClock();
  return { written, clock, call: pendingReply({ reply, clock, sessionId: 'the-session' }) };
}

it('shows from time to time that the call goes on', async () => {
  const { written, clock } = slowReader();
  await clock.advance(MINUTE);
  expect(written).toEqual(Array(4).fill(': keepalive\n\n'));
});

it.each([
  ['JSON', async () => {}, [JSON.stringify(ANSWER)]],
  [
    'a stream',
    (clock: FakeClock) => clock.advance(MINUTE / 4),
    [': keepalive\n\n', `event: message\ndata: ${JSON.stringify(ANSWER)}\n\n`, '(end)'],
  ],
])('writes nothing after an answer that is %s, however long it is read', async (_what, before, expected) => {
  const { written, clock, call } = slowReader();
  await before(clock);
  call.end(ANSWER);
  await clock.advance(MINUTE);
  expect(written).toEqual(expected);
});

it('writes nothing after a call was abandoned', async () => {
  const { written, clock, call } = slowReader();
  call.abandon();
  await clock.advance(MINUTE);
  expect(written).toEqual(['', '(end)']);
});
