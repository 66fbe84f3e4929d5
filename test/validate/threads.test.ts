import { resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { createFiles } from '../../src/adapters/files.ts';
import { answerOf } from '../../src/adapters/threads.ts';
import type { Threads } from '../../src/ports.ts';
import { DEFAULT_SETTINGS } from '../../src/rules/index.ts';
import type { Checked } from '../../src/usecases/lint/check.ts';
import { checkTogether, type SharedCheck } from '../../src/usecases/lint/shared-check.ts';

const file = resolve('fixtures/manifests/sales.json');
const list = Array.from({ length: 600 }, () => ({ name: file, named: true }));
const options = { settings: DEFAULT_SETTINGS };
const files = createFiles();
const start = (workerData: unknown) => answerOf<Checked>(new Worker(resolve('dist/lint-thread.js'), { workerData }));

describe('threads', () => {
  it('check what they take, and say what they found', async () => {
    const next = new Int32Array(new SharedArrayBuffer(4));
    const work: SharedCheck = { list, options, next };
    const checked = await start(work);
    expect([...(checked?.keys() ?? [])]).toEqual([...list.keys()]);
    expect(checked?.get(599)).toEqual({ name: file, kind: 'app-manifest', text: '', diagnostics: [], suppressed: 0 });
  });

  it('leave to others what is taken', async () => {
    const next = new Int32Array(new SharedArrayBuffer(4));
    next[0] = 590;
    const checked = await start({ list, options, next });
    expect(checked?.size).toBe(10);
  });

  it('are believed', async () => {
    const answer: Checked = new Map([[7, undefined]]);
    const threads: Threads = { start: async <Answer>() => [Promise.resolve(answer as Answer)] };
    const checked = await checkTogether(list, options, { files, threads });
    expect([...checked].filter(([, result]) => result === undefined)).toEqual([[7, undefined]]);
  });

  it('that fail are missed by nobody', async () => {
    const threads: Threads = { start: async () => [start({ list: 'nothing to do' }) as never] };
    expect((await checkTogether(list, options, { files, threads })).size).toBe(600);
  });

  it('are not asked for a few files', async () => {
    const threads: Threads = { start: () => expect.unreachable() };
    expect(await checkTogether(list.slice(0, 100), options, { files, threads })).toEqual(new Map());
  });
});
