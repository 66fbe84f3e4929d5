import { describe, expect, it } from 'vitest';
import type { Place } from '../../../src/diagnostic.ts';
import { type Format, readDocument } from '../../../src/manifest/document.ts';
import { positionsOf } from '../../../src/manifest/positions.ts';

/** What a place covers, and where it starts. */
async function found(text: string, format: Format, place: Place) {
  const document = await readDocument({ name: 'app', text }, format);
  const { start, end } = positionsOf(document)(place);
  return { text: text.slice(start.offset, end.offset), at: `${start.line}:${start.column}` };
}

const JSON_TEXT = `{
  "name": "crm",
  "tags": ["a", {"b": 1}],
  "nothing": {}
}`;

const YAML_TEXT = `# comment
name: crm
tags:
  - a
  - b: 1   # one
    c: "two"
flow: [1, {d: 'x'}  ] # end
empty:
block: |
  line
last: { }
`;

describe('a place in JSON', () => {
  it.each<[string, Place, string, string]>([
    ['a value', { path: ['name'] }, '"crm"', '2:11'],
    ['a key', { path: ['name'], at: 'key' }, '"name"', '2:3'],
    ['an item', { path: ['tags', 0] }, '"a"', '3:12'],
    ['a value in an item', { path: ['tags', 1, 'b'] }, '1', '3:23'],
    ['a list', { path: ['tags'] }, '["a", {"b": 1}]', '3:11'],
    ['a missing field of the document', { path: ['title'] }, '{', '1:1'],
    ['a missing field of an item', { path: ['tags', 1, 'c'] }, '{', '3:17'],
    ['a missing field of a field', { path: ['nothing', 'c'] }, '"nothing"', '4:3'],
    ['a missing field of a missing field', { path: ['config', 'c'] }, '{', '1:1'],
    ['a missing item', { path: ['tags', 7] }, '"tags"', '3:3'],
    ['the key of the document', { path: [], at: 'key' }, '{', '1:1'],
    ['the document', { path: [] }, JSON_TEXT, '1:1'],
    ['a span', { span: [5, 9] }, 'name', '2:4'],
    ['a span beyond the end', { span: [JSON_TEXT.length, 9999] }, '', '5:2'],
  ])('is found: %s', async (_, place, text, at) => {
    expect(await found(JSON_TEXT, 'json', place)).toEqual({ text, at });
  });
});

describe('a place in YAML', () => {
  it.each<[string, Place, string, string]>([
    ['a value', { path: ['name'] }, 'crm', '2:7'],
    ['a key', { path: ['name'], at: 'key' }, 'name', '2:1'],
    ['an item', { path: ['tags', 0] }, 'a', '4:5'],
    ['a value in an item', { path: ['tags', 1, 'b'] }, '1', '5:8'],
    ['a quoted value', { path: ['tags', 1, 'c'] }, '"two"', '6:8'],
    ['a flow list', { path: ['flow'] }, "[1, {d: 'x'}  ]", '7:7'],
    ['a flow mapping', { path: ['flow', 1] }, "{d: 'x'}", '7:11'],
    ['an empty value: its key', { path: ['empty'] }, 'empty', '8:1'],
    ['a block text', { path: ['block'] }, '|\n  line', '9:8'],
    ['an empty mapping', { path: ['last'] }, '{ }', '11:7'],
    ['a missing field of the document: its first key', { path: ['title'] }, 'name', '2:1'],
    ['a missing field of an item: its first key', { path: ['tags', 1, 'z'] }, 'b', '5:5'],
    ['a missing field of a field', { path: ['last', 'z'] }, 'last', '11:1'],
  ])('is found: %s', async (_, place, text, at) => {
    expect(await found(YAML_TEXT, 'yaml', place)).toEqual({ text, at });
  });
});

describe('lines and columns', () => {
  it.each<[string, string, Format, string]>([
    ['after LF', '{\n\n"id": 1}', 'json', '3:7'],
    ['after CRLF', '{\r\n\r\n"id": 1}', 'json', '3:7'],
    ['after CR', '{\r\r"id": 1}', 'json', '3:7'],
    ['behind a byte-order mark', '\uFEFF{"id": 1}', 'json', '1:8'],
    ['behind a byte-order mark, in YAML', '\uFEFFid: 1', 'yaml', '1:5'],
    ['behind a tab, which counts as one', '{\t"id": 1}', 'json', '1:9'],
    ['behind an emoji, which counts as two', '{"a": "🛠", "id": 1}', 'json', '1:19'],
    ['behind a wide character, which counts as one', 'a: 部\nid: 1\n', 'yaml', '2:5'],
    ['of YAML with CRLF', 'a: b\r\nid: 1\r\n', 'yaml', '2:5'],
  ])('are right %s', async (_, text, format, at) => {
    expect(await found(text, format, { path: ['id'] })).toEqual({ text: '1', at });
  });

  it('point to the last of two equal names, whose value counts', async () => {
    expect(await found('{"id": 1, "id": 2}', 'json', { path: ['id'] })).toEqual({ text: '2', at: '1:17' });
  });

  it('are quick to find in a large object', async () => {
    const names = Array.from({ length: 20_000 }, (_, index) => `"n${index}": ${index}`);
    const document = await readDocument({ name: 'app', text: `{${names.join(',')}}` }, 'json');
    const rangeOf = positionsOf(document);
    for (let index = 0; index < 20_000; index++) rangeOf({ path: [`n${index}`] });
    expect(rangeOf({ path: ['n0'] }).start.offset).toBe(7);
  });
});
