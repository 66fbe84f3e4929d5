import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterAll, describe, expect, it } from 'vitest';
import type { ReadThreadData } from '../../../src/adapters/read-ahead.ts';
import {
  createReadAheadBuffer,
  fillAhead,
  type ReadAheadBuffer,
  takeInOrder,
} from '../../../src/adapters/read-ahead-buffer.ts';

const folder = mkdtempSync(join(tmpdir(), 'mcpctl-texts-'));
afterAll(() => rmSync(folder, { recursive: true }));

const NOT_UTF8 = 7;
const LARGE = 8;
const MISSING = 9;
/** A reader that waits hears of every 128th file. */
const HEARD_OF = 512;
const paths = Array.from({ length: 1000 }, (_, index) => join(folder, `${index}.json`));
for (const [index, path] of paths.entries()) {
  if (index === NOT_UTF8) writeFileSync(path, Buffer.from([0x22, 0xff, 0x22]));
  else if (index === LARGE) writeFileSync(path, ' '.repeat(32 * 1024));
  else if (index !== MISSING) writeFileSync(path, contentOf(index));
}

/** Of another length for each, with characters of several bytes. */
function contentOf(index: number): string {
  return `"${'ö'.repeat(index)}"`;
}

describe('texts that a thread reads ahead', () => {
  it('are right, however far the reader is, and end with the last file', async () => {
    const texts = createReadAheadBuffer();
    const thread = startThread(texts);
    const { textOf } = takeInOrder(texts);
    let known = 0;
    for (const index of paths.keys()) {
      const text = textOf(index);
      if (text !== undefined) known++;
      if (text !== undefined || index === HEARD_OF + 1) expect(text).toBe(contentOf(index));
      // Here the reader is let ahead, as far as it gets.
      if (index === HEARD_OF) while (texts.numbers[1 + 2 * ((HEARD_OF + 255) % 256)] !== HEARD_OF + 256) await pause();
    }
    expect(known).toBeGreaterThan(0);
    expect(await thread.ended).toBe(0);
  });

  it('end when their user needs no more', async () => {
    const texts = createReadAheadBuffer();
    const thread = startThread(texts);
    takeInOrder(texts).close();
    expect(await thread.ended).toBe(0);
  });

  it('are left to their user where a file is missing, large, or no UTF-8', () => {
    const texts = createReadAheadBuffer();
    const { textOf } = takeInOrder(texts);
    const contents = [undefined, Buffer.from('1'), undefined, Buffer.alloc(32 * 1024), Buffer.from([0x22, 0xff, 0x22])];
    fillAhead(texts, contents.length, (index, room) => {
      const content = contents[index];
      content?.copy(room);
      return content?.length;
    });
    expect(contents.map((_, index) => textOf(index))).toEqual([undefined, '1', undefined, undefined, undefined]);
  });
});

function startThread(texts: ReadAheadBuffer): { readonly ended: Promise<number> } {
  const workerData: ReadThreadData = { paths: paths.join('\0'), mayBePipes: false, texts };
  const thread = new Worker(resolve('dist/read-thread.js'), { workerData });
  return { ended: new Promise((done) => thread.once('exit', done)) };
}

function pause(): Promise<void> {
  return new Promise((done) => setTimeout(done, 1));
}
