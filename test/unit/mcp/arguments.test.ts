import { describe, expect, it } from 'vitest';
import { checkArguments, isArgument, parsedArguments, typedArguments } from '../../../src/mcp/arguments.ts';

const SCHEMA = {
  type: 'object',
  properties: {
    text: { type: 'string' },
    count: { type: 'integer' },
    ratio: { type: 'number' },
    urgent: { type: 'boolean' },
    tags: { type: 'array', items: { type: 'string' } },
    sizes: { type: 'array', items: { type: 'integer' } },
    where: { type: 'object' },
    either: { anyOf: [{ type: 'integer' }, { type: 'string' }] },
    maybe: { type: ['string', 'null'] },
    anything: {},
  },
};

describe('key=value arguments', () => {
  it.each([
    ['text=12', { text: '12' }],
    ['text="quoted"', { text: '"quoted"' }],
    ['text=a=b', { text: 'a=b' }],
    ['text=', { text: '' }],
    ['count=12', { count: 12 }],
    ['ratio=-1.5e3', { ratio: -1500 }],
    ['urgent=false', { urgent: false }],
    ['tags=a', { tags: ['a'] }],
    ['tags=["a","b"]', { tags: ['a', 'b'] }],
    ['where={"city":"London"}', { where: { city: 'London' } }],
    ['either=12', { either: 12 }],
    ['either=twelve', { either: 'twelve' }],
    ['maybe=null', { maybe: null }],
    ['maybe=something', { maybe: 'something' }],
    ['anything=12', { anything: 12 }],
    ['unheard-of=true', { 'unheard-of': true }],
    ['unheard-of=yes', { 'unheard-of': 'yes' }],
    ['__proto__=1', JSON.parse('{"__proto__":1}')],
  ])('reads %s by the schema', (word, expected) => {
    expect(typedArguments([word], SCHEMA)).toEqual(expected);
  });

  it('adds a repeated key to an array, and refuses it elsewhere', () => {
    expect(typedArguments(['tags=a', 'tags=b', 'sizes=1', 'sizes=2'], SCHEMA)).toEqual({
      tags: ['a', 'b'],
      sizes: [1, 2],
    });
    expect(() => typedArguments(['text=a', 'text=b'], SCHEMA)).toThrow('text is given twice.');
  });

  it.each([
    ['count=1.5', 'count must be integer, and "1.5" is not.'],
    ['count=many', 'count must be integer, and "many" is not.'],
    ['urgent=yes', 'urgent must be boolean, and "yes" is not.'],
    ['sizes=large', 'sizes must be integer, and "large" is not.'],
    ['=1', '"=1" is no argument.'],
    ['nothing', '"nothing" is no argument.'],
  ])('refuses %s', (word, message) => {
    expect(() => typedArguments([word], SCHEMA)).toThrow(message);
  });
});

describe('arguments as JSON', () => {
  it('are one object', () => {
    expect(parsedArguments('{"a":[1]}')).toEqual({ a: [1] });
    expect(() => parsedArguments('[1]')).toThrow('The arguments must be one JSON object.');
    expect(() => parsedArguments('null')).toThrow('The arguments must be one JSON object.');
    expect(() => parsedArguments('{a:1}')).toThrow('The arguments are not valid JSON.');
  });

  it('are told from the name of a tool', () => {
    expect(['-', '{}', ' {"a":1}', 'a=b', '[1]'].every(isArgument)).toBe(true);
    expect(['search', 'crm_search', 'contacts.search', 'a-b'].some(isArgument)).toBe(false);
  });
});

describe('what is known without the server', () => {
  const strict = { ...SCHEMA, required: ['text', 'count'], additionalProperties: false };

  it('says what is missing, and the words to add', () => {
    expect(() => checkArguments({}, strict)).toThrow(
      expect.objectContaining({ message: 'The tool needs text, count.', hint: 'Add text=… count=…' }),
    );
  });

  it('suggests the name that was meant', () => {
    expect(() => checkArguments({ text: 'a', count: 1, urgnet: true }, strict)).toThrow(
      expect.objectContaining({ message: 'The tool has no argument urgnet.', hint: 'Did you mean urgent?' }),
    );
  });

  it('lets everything else pass to the server', () => {
    expect(() => checkArguments({ unheard: 1 }, SCHEMA)).not.toThrow();
    expect(() => checkArguments({ text: 1, count: 'a' }, strict)).not.toThrow();
  });
});
