import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Format, readDocument } from '../../../src/manifest/document.ts';
import { parseJson } from '../../../src/manifest/json-parser.ts';
import { positionsOf } from '../../../src/manifest/positions.ts';
import { plainValueOf } from '../../../src/manifest/tree.ts';
import { lint, readJsonDocument } from '../../fakes/documents.ts';
import { COLLECTION, MANIFEST } from './read.ts';

/** `FUZZ_RUNS=100000 npx vitest run test/unit/rules/property.test.ts` for a long run. */
/** Generated cases are the same on every Node: CI runs all of them on one, and a sample on another. */
const numRuns = Number(process.env.FUZZ_RUNS ?? (process.env.MCPCTL_SAMPLE ? 60 : 300));

/** Names and values that mean something to the rules, and some that try to mean too much. */
const names = fc.constantFrom(
  ...['name', 'type', 'id', 'url', 'namespace', 'auth', 'description', 'oauth_providers', 'tool_collections'],
  ...['oauth_config', 'oauth_provider', 'oauth_app', 'oauth_scopes', 'default_scopes', 'required_at_install'],
  ...[
    'grant_type',
    'use_pkce',
    'token_endpoint',
    'client_secret',
    'api_key_config',
    'config',
    'endpoint',
    'server_url',
  ],
  ...['headers', 'private', 'status', '__proto__', 'constructor', 'toString', 'length', '0', '', 'a/b~c'],
);
const texts = fc.oneof(
  fc.constantFrom(
    'mcp',
    'vertesia_sdk',
    'oauth',
    'api_key',
    'client_credentials',
    'token',
    'a',
    'a_b',
    '',
    '\u202e\u0000',
  ),
  fc.constantFrom(
    'https://a.example',
    'http://[',
    'https://u:p@h',
    'https://é',
    '{{x}}',
    '//',
    'https://%',
    '__proto__',
  ),
  fc.string({ unit: 'binary' }),
);
const values = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    texts,
    fc.constantFrom(null, true, false, 0, -1.5, 1e308),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(names, texts), tie('value'), { maxKeys: 8, noNullPrototype: true }),
  ),
})).value;
const manifests = fc.record(
  {
    name: fc.oneof(texts, values),
    tool_collections: fc.oneof(
      fc.array(fc.oneof(values, fc.dictionary(names, values, { noNullPrototype: true })), { maxLength: 5 }),
      values,
    ),
    oauth_providers: fc.oneof(fc.dictionary(texts, values, { noNullPrototype: true }), values),
    config: values,
    server_url: values,
    private: values,
  },
  { requiredKeys: [] },
);

async function lintAndPlace(text: string, format: Format): Promise<void> {
  const document = await readDocument({ name: 'app', text }, format);
  const rangeOf = positionsOf(document);
  for (const { place, related = [], code, message, severity } of lint(document)) {
    expect([code, message, severity].every((part) => typeof part === 'string' && part !== '')).toBe(true);
    for (const each of [place, ...related.map((other) => other.place)]) {
      const { start, end } = rangeOf(each);
      expect(start.line).toBeGreaterThanOrEqual(1);
      expect(start.column).toBeGreaterThanOrEqual(1);
      expect(end.offset).toBeGreaterThanOrEqual(start.offset);
      expect(end.offset).toBeLessThanOrEqual(text.length);
    }
  }
}

describe('for any document at all, the linter ends with diagnostics that have a place:', () => {
  it('values of any shape', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(manifests, values), (value) => lintAndPlace(JSON.stringify(value), 'json')),
      { numRuns },
    );
  });

  it('values of any shape, written as YAML', async () => {
    await fc.assert(
      fc.asyncProperty(manifests, (value) => lintAndPlace(JSON.stringify(value, null, 2), 'yaml')),
      { numRuns },
    );
  });

  it.each(['json', 'jsonc', 'yaml'] as const)('any text as %s', async (format) => {
    const pieces = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ':',
      ',',
      '"',
      '\\',
      '\n',
      ' ',
      '- ',
      '#',
      '&a',
      '*a',
      '!t',
      '|',
      '>',
      '?',
      "'",
      '1',
      'a',
      '\t',
      '//',
      '/*',
      '%',
      '---',
      '\uFEFF',
      '\ud800',
    );
    const anyText = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(pieces, { maxLength: 40 }).map((each) => each.join('')),
    );
    await fc.assert(
      fc.asyncProperty(anyText, (text) => lintAndPlace(text, format)),
      { numRuns },
    );
  });

  it('a good manifest with one piece of its text changed', async () => {
    const text = JSON.stringify({ ...MANIFEST, tool_collections: [COLLECTION] }, null, 2);
    const change = fc.record({ at: fc.nat(text.length), length: fc.nat(5), by: fc.string({ maxLength: 3 }) });
    await fc.assert(
      fc.asyncProperty(change, fc.constantFrom<Format>('json', 'jsonc', 'yaml'), ({ at, length, by }, format) =>
        lintAndPlace(text.slice(0, at) + by + text.slice(at + length), format),
      ),
      { numRuns },
    );
  });
});

describe('our parser and JSON.parse agree', () => {
  it('about what every value is', () => {
    fc.assert(
      fc.property(fc.json({ depthSize: 'medium' }), fc.constantFrom(undefined, 2, '\t'), (json, indent) => {
        const text = JSON.stringify(JSON.parse(json), null, indent);
        const { tree, faults } = parseJson(text, 'json');
        expect(faults).toEqual([]);
        expect(tree && plainValueOf(tree)).toEqual(JSON.parse(text));
      }),
      { numRuns },
    );
  });

  it('about what is JSON at all', () => {
    const pieces = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ':',
      ',',
      '"a"',
      '"\\u0062"',
      '1',
      '-',
      '0',
      '.5',
      'e1',
      'true',
      ' ',
      '\n',
      '"\\x"',
      '\u00a0',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (each) => {
        const text = each.join('');
        const isJson = accepts(text);
        const { faults } = parseJson(text, 'json');
        expect(faults.some(({ code }) => code === 'syntax')).toBe(!isJson);
      }),
      { numRuns: numRuns * 10 },
    );
  });
});

describe('the same document', () => {
  it('gets the same diagnostics as JSON, JSONC and YAML', async () => {
    await fc.assert(
      fc.asyncProperty(manifests, async (value) => {
        // Control characters and lone surrogates cannot stand in a YAML text.
        const text = JSON.stringify(value).replace(/[\u007f-\u009f\ufeff\ufffe\uffff]|[\ud800-\udfff]/g, '?');
        const [json = [], jsonc = [], yaml = []] = await Promise.all(
          (['json', 'jsonc', 'yaml'] as const).map(async (format) => {
            const document = await readDocument({ name: 'app', text }, format);
            return lint(document)
              .map(({ code, message }) => `${code} ${message}`)
              .sort();
          }),
        );
        expect(jsonc).toEqual(json);
        expect(yaml).toEqual(json);
      }),
      { numRuns },
    );
  });
});

describe('a document as large as is allowed', () => {
  /** Where the cost grew faster than the document, each of these took minutes. */
  const LIMIT = 60_000;

  it.each<[string, (index: number) => unknown]>([
    ['good collections', (index) => ({ ...COLLECTION, id: `c_${index}`, name: `n${index}`, namespace: `n${index}` })],
    ['equal collections', () => COLLECTION],
    [
      'faulty collections',
      (index) => ({
        ...COLLECTION,
        id: `c-${index}`,
        nmae: index,
        auth: 1,
        oauth_provider: `p${index}`,
        url: 'https://u:p@h',
      }),
    ],
    ['secrets', () => ({ client_secret: 'not-a-real-one', url: `eyJ${'a'.repeat(100)}` })],
    ['bad scopes', () => ({ ...COLLECTION, oauth_scopes: ['a b', 'a b', ''] })],
    ['texts', (index) => `https://a.example/${index}`],
    ['numbers', (index) => 100_000 + index],
  ])(
    'is linted to its end: %s',
    (_, collection) => {
      const size = JSON.stringify(collection(100_000)).length + 1;
      const tool_collections = Array.from({ length: Math.floor(1_000_000 / size) }, (__, index) => collection(index));
      const text = JSON.stringify({ ...MANIFEST, oauth_providers: { x: {} }, tool_collections });
      const document = readJsonDocument(text, 'app');
      expect(document.faults).toEqual([]);
      expect(lint(document).length).toBeGreaterThan(0);
    },
    LIMIT,
  );

  it.each<[string, string]>([
    ['one long name', `{"${'a_'.repeat(500_000)}": 1}`],
    ['one long namespace', JSON.stringify({ tool_collections: [{ ...COLLECTION, namespace: 'a_'.repeat(500_000) }] })],
    [
      'one long scope list',
      JSON.stringify({ tool_collections: [{ ...COLLECTION, oauth_scopes: Array(150_000).fill(' ') }] }),
    ],
    ['starts of tokens', JSON.stringify({ description: 'eyJ-'.repeat(250_000) })],
    ['starts of keys', JSON.stringify({ description: '-----BEGIN A '.repeat(75_000) })],
    ['bearers', JSON.stringify({ description: 'Bearer a.'.repeat(100_000) })],
    ['at signs', JSON.stringify({ description: '://a:'.repeat(200_000) })],
    ['backslashes', `{"name": "${'\\\\'.repeat(250_000)}"}`],
    ['missing commas', `[${'1 '.repeat(500_000)}]`],
    [
      'providers with bad names',
      JSON.stringify({ oauth_providers: Object.fromEntries(Array.from({ length: 50_000 }, (_, i) => [`A${i}`, {}])) }),
    ],
    ['open brackets', '['.repeat(1_000_000)],
    ['quotes', '"'.repeat(1_000_000)],
  ])(
    'is linted to its end: %s',
    async (_, text) => {
      for (const format of ['json', 'yaml'] as const) {
        const document = await readDocument({ name: 'app', text }, format);
        expect(lint(document).length).toBeGreaterThan(0);
      }
    },
    LIMIT,
  );
});

function accepts(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
