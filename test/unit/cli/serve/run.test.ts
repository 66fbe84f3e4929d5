import { expect, it } from 'vitest';
import type { Context } from '../../../../src/cli/context.ts';
import { createOutput, type Stream } from '../../../../src/cli/output.ts';
import { runServe } from '../../../../src/cli/serve/run.ts';

// What `serve` says when it listens. Programs that start it read the first line of its standard output.

async function saysWhenListening(json: boolean): Promise<string[]> {
  const written: string[] = [];
  const out: Stream = { write: (text) => written.push(text), isTerminal: false, columns: 80 };
  const error: Stream = { ...out, write: () => {} };
  const context = {
    globals: { json },
    output: createOutput({ out, error }, { color: false, quiet: false, text: String }),
    serveServer: async ({ listening }: { listening: (url: string) => void }) => listening('http://127.0.0.1:7777'),
  };
  await runServe(context as unknown as Context, {});
  return written;
}

it('says where it listens', async () => {
  expect(await saysWhenListening(false)).toEqual(['Serving http://127.0.0.1:7777\n']);
});

it('says it as a document on one line', async () => {
  expect(await saysWhenListening(true)).toEqual(['{"format_version":1,"url":"http://127.0.0.1:7777"}\n']);
});
