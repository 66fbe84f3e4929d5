import { expect, it } from 'vitest';
import { pendingReply } from '../../../../src/gateway/fast-path/pending-reply.ts';
import { movableClock } from '../../../fakes/clock.ts';

it('drops notifications while the client does not read, and never a question or the result', () => {
  const written: unknown[] = [];
  let isBehind = false;
  const reply = {
    json() {},
    stream: (text: string) => void written.push(JSON.parse(text.replace(/^event: message\ndata: /, ''))),
    caughtUp: async () => {},
    isBehind: () => isBehind,
    endStream() {},
    onClose() {},
  };
  const pending = pendingReply({ reply, clock: movableClock(), sessionId: undefined });
  const progress = {
    jsonrpc: '2.0',
    method: 'notifications/progress',
    params: { progressToken: 1, progress: 1 },
  } as const;
  const question = { jsonrpc: '2.0', id: 7, method: 'elicitation/create', params: {} } as const;
  const result = { jsonrpc: '2.0', id: 1, result: { content: [] } } as const;
  pending.send(progress);
  isBehind = true;
  for (let count = 0; count < 100; count += 1) pending.send(progress);
  pending.send(question);
  pending.end(result);
  expect(written).toEqual([progress, question, result]);
});
