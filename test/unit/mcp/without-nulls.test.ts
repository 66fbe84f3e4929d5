import { expect, it } from 'vitest';
import { withoutNulls } from '../../../src/mcp/without-nulls.ts';

it('leaves out members that are null, at every depth', () => {
  const tool = { name: 'echo', title: null, annotations: { title: null, readOnlyHint: true }, outputSchema: null };
  expect(withoutNulls({ jsonrpc: '2.0', id: 1, error: null, result: { tools: [tool], nextCursor: null } })).toEqual({
    jsonrpc: '2.0',
    id: 1,
    result: { tools: [{ name: 'echo', annotations: { readOnlyHint: true } }] },
  });
});

it('keeps the id of a message, and null where it is a value', () => {
  const inputSchema = { type: 'object', properties: { a: { default: null, enum: [null, 1] } } };
  for (const message of [
    { jsonrpc: '2.0', id: null, error: { code: 1, message: 'no', data: { a: null } } },
    { jsonrpc: '2.0', id: 1, result: { tools: [{ name: 'a', inputSchema }] } },
    { jsonrpc: '2.0', id: 1, result: { content: [], structuredContent: { rows: [null, { a: null }] } } },
  ]) {
    expect(withoutNulls(message)).toBe(message);
  }
});
