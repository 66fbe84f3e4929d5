import { PROTOCOL_VERSION_META_KEY } from '@modelcontextprotocol/server';
import { expect, it } from 'vitest';
import { isSimpleCall } from '../../../../src/gateway/fast-path/is-simple-call.ts';

const call = (params: object) => ({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 't', ...params } });

it.each<[boolean, object]>([
  [true, call({})],
  [true, call({ arguments: { a: 1 } })],
  [true, call({ _meta: {} })],
  [true, call({ _meta: { progressToken: 1, 'example.com/key': 'x' } })],
  // It says that it is of 2026-07-28, and so it is no call of this session.
  [false, call({ _meta: { [PROTOCOL_VERSION_META_KEY]: '2026-07-28' } })],
  [false, call({ _meta: { [PROTOCOL_VERSION_META_KEY]: null } })],
  [false, call({ task: { ttl: 1 } })],
  [false, { ...call({}), method: 'tools/list' }],
  [false, { ...call({}), id: undefined }],
])('%s for %j', (expected, json) => {
  expect(isSimpleCall(json)).toBe(expected);
});
