import { describe, expect, it } from 'vitest';
import { withReadableEvents } from '../../../src/mcp/readable-events.ts';

/** What comes out when the text arrives in chunks of so many bytes. */
async function through(text: string, size: number): Promise<string> {
  const bytes = new TextEncoder().encode(text);
  let at = 0;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (at >= bytes.length) return controller.close();
      controller.enqueue(bytes.subarray(at, at + size));
      at += size;
    },
  });
  return withReadableEvents(new Response(body), 7).text();
}

const error = { jsonrpc: '2.0', id: null, error: { code: 1, message: 'Größe ist null' } };

describe('the events that answer a request', () => {
  it.each([1, 2, 3, 5, 7, 64, 1000])('are mended however they are cut: %i bytes', async (size) => {
    for (const end of ['\n', '\r\n', '\r']) {
      const text = [': comment', `data: ${JSON.stringify(error)}`, '', 'data: {"a":"größer"}', ''].join(end);
      const mended = [': comment', `data: ${JSON.stringify({ ...error, id: 7 })}`, '', 'data: {"a":"größer"}', ''];
      expect(await through(text, size)).toBe(mended.join(end));
    }
  });

  it('pass as they came when nothing needs mending, without an end of line too', async () => {
    const text =
      'event: message\ndata:   {"jsonrpc":"2.0",   "result":{"text":"is null"}}\n\nid: 7\ndata: not JSON null';
    expect(await through(text, 10)).toBe(text);
  });

  it('pass as they came when a line is longer than a megabyte', async () => {
    const text = `data: {"error":{"message":"${'x'.repeat(1_100_000)}"},"id":null}\n\n`;
    expect(await through(text, 65_536)).toBe(text);
  });
});
