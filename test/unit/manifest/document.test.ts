import { describe, expect, it } from 'vitest';
import { type Format, formatOf, readDocument } from '../../../src/manifest/document.ts';
import { codeNames } from '../../../src/rules/codes.ts';
import { lint } from '../../fakes/documents.ts';

const read = (text: string, format: Format) => readDocument({ name: `app.${format}`, text }, format);
const codes = async (text: string, format: Format) => (await read(text, format)).faults.map(({ code }) => code);
const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;

describe('the format', () => {
  it.each([
    ['app.json', 'json'],
    ['app.jsonc', 'jsonc'],
    ['app.yaml', 'yaml'],
    ['APP.YML', 'yaml'],
    ['<stdin>', 'json'],
  ])('of %s is %s', (name, format) => {
    expect(formatOf(name)).toBe(format);
  });
});

describe('the kind', () => {
  it.each([
    ['{"tool_collections": []}', 'app-manifest'],
    ['{"oauth_providers": {}, "config": {}}', 'app-manifest'],
    ['{"name": "crm", "config": {"endpoint": "https://mcp.crm.example"}}', 'mcp-server'],
    ['{"server_url": "https://mcp.crm.example"}', 'mcp-server'],
    ['{"name": "crm"}', 'app-manifest'],
    ['7', 'app-manifest'],
  ])('of %s is %s', async (text, kind) => {
    expect((await read(text, 'json')).kind).toBe(kind);
  });
});

describe('JSON', () => {
  it('is read as JSON.parse reads it, with a byte-order mark or without', async () => {
    const text = '{"name": "crm", "tags": ["a", "\\u00e9", "\\"b\\": 1"], "version": -1.5e3, "icon": null}';
    expect((await read(text, 'json')).value).toEqual(JSON.parse(text));
    expect((await read(`\uFEFF${text}`, 'json')).value).toEqual(JSON.parse(text));
  });

  it('may have colons, quotes and backslashes in its texts without a name being counted twice', async () => {
    const text = String.raw`{"a\"": ":", "\\": "\\\":", "b:": {"a\"": ["\\", ":"]}}`;
    const document = await read(text, 'json');
    expect(document.faults).toEqual([]);
    expect(document.value).toEqual(JSON.parse(text));
  });

  it.each([' ', '\t', '\n', '\r\n', '  \t'])('has a name twice whatever is before its colons: %j', async (space) => {
    for (const [first, second] of [
      [space, ''],
      ['', space],
      [space, space],
    ]) {
      const text = `{"a"${first}:1, "a"${second}:2}`;
      const { faults } = await readDocument({ name: 'a.json', text });
      expect(faults.map(({ code }) => code)).toEqual(['duplicate-key']);
    }
  });

  it('keeps __proto__ as a property and changes no prototype', async () => {
    const { value } = await read('{"__proto__": {"admin": true}, "name": "crm"}', 'json');
    expect(Object.keys(value as object)).toEqual(['__proto__', 'name']);
    expect((value as { admin?: unknown }).admin).toBeUndefined();
  });

  it.each([
    ['a name given twice', '{"a": 1, "a": 2}', ['duplicate-key']],
    ['a name given twice, once with an escape', '{"a": 1, "\\u0061": 2}', ['duplicate-key']],
    ['a name given twice under __proto__', '{"__proto__": 1, "__proto__": 2}', ['duplicate-key']],
    ['nothing', '  ', ['syntax']],
    ['a trailing comma', '[1,]', ['syntax']],
    ['a missing comma', '[1 2]', ['syntax']],
    ['comments', '[/* 1 */ 2] // 3', ['syntax', 'syntax']],
    ['a word of another language', '{"a": None}', ['syntax']],
    ['an unknown word', '{"a": yes}', ['syntax']],
    ['a text that does not end', '{"a": "b\n}', ['syntax']],
    ['an unknown escape', '["\\x41"]', ['syntax']],
    ['a tab inside a text', '["a\tb"]', ['syntax']],
    ['a number with a leading zero', '[01]', ['syntax']],
    ['a name without quotes', '{a: 1}', ['syntax']],
    ['a name without a value', '{"a"}', ['syntax']],
    ['a bracket of the other kind', '{"a": [1}', ['syntax']],
    ['an end that does not come', '{"a": [1', ['syntax']],
    ['something after the end', '{} {}', ['syntax']],
    ['32 levels', nested(32), []],
    ['33 levels', nested(33), ['too-deep']],
    ['100,000 levels', nested(100_000), ['too-deep']],
  ])('with %s has the faults that it should', async (_, text, expected) => {
    expect(await codes(text, 'json')).toEqual(expected);
  });

  it('goes on after faults that leave no doubt', async () => {
    expect((await read('{"a": True "b": [1,], /* c */ "d": "\\u0041",}', 'json')).value).toEqual({
      a: true,
      b: [1],
      d: 'A',
    });
  });

  it('with comments and trailing commas is JSONC', async () => {
    const document = await read('{\n  // first\n  "a": [1, 2,], /* last */\n}', 'jsonc');
    expect(document).toMatchObject({ faults: [], value: { a: [1, 2] } });
  });
});

describe('YAML', () => {
  it('is read by the core schema of YAML 1.2', async () => {
    const text = [
      'texts: [yes, on, 1_000, 0777x, 12:30:00, 2026-01-01, "true", \'7\', !!str 7, 010.2.3]',
      'numbers: [7, -7, 0o17, 0x1F, 1.5, .5, 1e3, 010]',
      'booleans: [true, False]',
      'nothing: [null, ~, Null, ]',
      'empty:',
      'block: |\n  first\n  second\n',
    ].join('\n');
    expect((await read(text, 'yaml')).value).toEqual({
      texts: ['yes', 'on', '1_000', '0777x', '12:30:00', '2026-01-01', 'true', '7', '7', '010.2.3'],
      numbers: [7, -7, 15, 31, 1.5, 0.5, 1000, 10],
      booleans: [true, false],
      nothing: [null, null, null],
      empty: null,
      block: 'first\nsecond\n',
    });
  });

  it('has names as they are written', async () => {
    const { value } = await read('1: a\nyes: b\nnull: c\n0x10: d\n"quoted": e\n__proto__: f\n', 'yaml');
    expect(Object.entries(value as object)).toEqual([
      ['1', 'a'],
      ['yes', 'b'],
      ['null', 'c'],
      ['0x10', 'd'],
      ['quoted', 'e'],
      ['__proto__', 'f'],
    ]);
  });

  it.each([
    ['a name given twice', 'a: 1\na: 2\n', ['duplicate-key']],
    ['nothing', '', ['syntax']],
    ['only a comment', '# later\n', ['syntax']],
    ['an anchor', 'a: &x 1\n', ['syntax']],
    ['an alias', 'a: &x 1\nb: *x\n', ['syntax', 'syntax']],
    ['a tag of its own', 'a: !env TOKEN\n', ['syntax']],
    ['two documents', 'a: 1\n---\nb: 2\n', ['syntax']],
    ['a list as a name', '? [a, b]\n: 1\n', ['syntax']],
    ['an open bracket', 'a: [1, 2\n', ['syntax']],
    ['a tab as indentation', 'a:\n\tb: 1\n', ['syntax']],
    ['32 levels', nested(32), []],
    ['33 levels', nested(33), ['too-deep']],
    ['100,000 levels', nested(100_000), ['too-deep']],
  ])('with %s has the faults that it should', async (_, text, expected) => {
    expect(await codes(text, 'yaml')).toEqual(expected);
  });

  it('never grows: aliases are refused before they are followed', async () => {
    const bomb = [
      'a: &a [x, x, x, x]',
      ...[...'bcdefgh'].map((name, index) => `${name}: &${name} [*${'abcdefg'[index]}, *${'abcdefg'[index]}]`),
    ];
    expect((await read(bomb.join('\n'), 'yaml')).value).toBeUndefined();
  });
});

describe('a document', () => {
  it.each(['json', 'jsonc', 'yaml'] as const)('of more than 1 MiB is not read (%s)', async (format) => {
    const fits = JSON.stringify({ name: 'x'.repeat(1024 * 1024 - 11) });
    expect(fits.length).toBe(1024 * 1024);
    expect(await codes(fits, format)).toEqual([]);
    expect(await codes(`${fits} `, format)).toEqual(['too-large']);
    expect(await codes(JSON.stringify({ name: 'é'.repeat(600_000) }), format)).toEqual(['too-large']);
  });

  it('that cannot be read is reported with these faults alone', async () => {
    const document = await read('{"tool_collections": [', 'json');
    expect(lint(document)).toEqual(document.faults);
    expect(codeNames()).toContain('too-large');
  });
});
