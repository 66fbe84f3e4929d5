import { describe, expect, it } from 'vitest';
import { parameterHeaderFault } from '../../../src/mcp/parameter-headers.ts';

const object = (properties: object, more: object = {}) => ({ type: 'object', properties, ...more });

describe('x-mcp-header', () => {
  it.each([
    ['on a string', object({ region: { type: 'string', 'x-mcp-header': 'Region' } })],
    ['on a property of a property', object({ at: object({ zone: { type: 'integer', 'x-mcp-header': 'Zone' } }) })],
    ['nowhere', object({ region: { type: 'string' } })],
    ['as the name of a property', object({ 'x-mcp-header': { type: 'number' } })],
    ['in a default', object({ settings: { type: 'object', default: { 'x-mcp-header': 1 } } })],
  ])('may stand %s', (_where, schema) => {
    expect(parameterHeaderFault(schema)).toBeUndefined();
  });

  it.each([
    ['at the root', { ...object({}), 'x-mcp-header': 'Root' }, 'not reached'],
    ['below items', object({ list: { type: 'array', items: { type: 'string', 'x-mcp-header': 'A' } } }), 'not reached'],
    ['below anyOf', object({ a: { anyOf: [{ type: 'string', 'x-mcp-header': 'A' }] } }), 'not reached'],
    [
      'in a definition',
      object({}, { $defs: { a: object({ b: { type: 'string', 'x-mcp-header': 'A' } }) } }),
      'not reached',
    ],
    ['on a number', object({ a: { type: 'number', 'x-mcp-header': 'A' } }), 'no string, integer or boolean'],
    ['without a type', object({ a: { 'x-mcp-header': 'A' } }), 'no string, integer or boolean'],
    ['with a space', object({ a: { type: 'string', 'x-mcp-header': 'A b' } }), 'not a header name'],
    ['empty', object({ a: { type: 'string', 'x-mcp-header': '' } }), 'not a header name'],
    ['with a line break', object({ a: { type: 'string', 'x-mcp-header': 'A\r\nB' } }), 'not a header name'],
    [
      'twice',
      object({ a: { type: 'string', 'x-mcp-header': 'A' }, b: { type: 'string', 'x-mcp-header': 'a' } }),
      'used twice',
    ],
  ])('may not stand %s', (_where, schema, fault) => {
    expect(parameterHeaderFault(schema)).toContain(fault);
  });
});
