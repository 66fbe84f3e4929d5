import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { readDocument } from '../../../src/manifest/document.ts';
import { shapeFindings } from '../../../src/manifest/shape.ts';

const root = join(import.meta.dirname, '../../..');

function schema(name: string) {
  return JSON.parse(readFileSync(join(root, `schemas/${name}.schema.json`), 'utf8'));
}

/** The published schema whole, as an editor uses it: with the keywords that the generated validators leave to rules. */
function validator(name: string): ValidateFunction {
  return new Ajv2020({
    strict: true,
    strictRequired: false,
    strictTypes: false,
    allowUnionTypes: true,
    keywords: ['markdownDescription'],
  }).compile(schema(name));
}

const validators = { 'app-manifest': validator('app-manifest'), 'mcp-server': validator('mcp-server') };

/** Every object of a schema that describes something. */
function* nodes(node: unknown, pointer: string): Iterable<[string, Record<string, unknown>]> {
  const { properties, $defs, items, additionalProperties } = node as Record<
    string,
    Record<string, unknown> | undefined
  >;
  for (const [kind, children] of Object.entries({ properties, $defs })) {
    for (const [name, child] of Object.entries(children ?? {})) {
      yield [`${pointer}/${kind}/${name}`, child as Record<string, unknown>];
      yield* nodes(child, `${pointer}/${kind}/${name}`);
    }
  }
  for (const child of [items, additionalProperties]) if (typeof child === 'object') yield* nodes(child, `${pointer}/*`);
}

describe.each(['app-manifest', 'mcp-server'] as const)('the published schema %s', (name) => {
  const published = schema(name);

  it('is draft 2020-12 and has an absolute identifier', () => {
    expect(published.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
    expect(new URL(published.$id).pathname).toMatch(new RegExp(`/schemas/${name}\\.schema\\.json$`));
  });

  it('describes every field in whole sentences', () => {
    const undescribed = [...nodes(published, '#')].filter(
      ([, node]) => !('$ref' in node) && !/^[A-Z].*\.$/s.test(String(node.description)),
    );
    expect(undescribed.map(([pointer]) => pointer)).toEqual([]);
  });

  it('has examples that it accepts', () => {
    for (const example of published.examples) {
      expect(validators[name](example), JSON.stringify(validators[name].errors)).toBe(true);
      expect(shapeFindings({ kind: name, value: example })).toEqual([]);
    }
  });
});

describe('the published schemas', () => {
  const folder = join(root, 'fixtures/rules');
  const valid = readdirSync(folder).flatMap((code) =>
    readdirSync(join(folder, code))
      .filter((name) => name.startsWith('valid'))
      .map((name) => join(folder, code, name)),
  );

  it.each(valid.map((path) => [path.slice(folder.length + 1), path]))(
    'accept what no rule objects to: %s',
    async (_, path) => {
      const { kind, value } = await readDocument({ name: path, text: readFileSync(path, 'utf8') });
      expect(validators[kind](value), JSON.stringify(validators[kind].errors)).toBe(true);
    },
  );

  it.each([
    ['two ways to a provider', { oauth_provider: 'a', oauth_app: 'a', auth: 'oauth' }],
    ['scopes without a provider', { oauth_scopes: [] }],
    ['a provider without auth', { oauth_provider: 'a' }],
    ['an id with a hyphen', { id: 'a-b' }],
    ['a namespace with a space', { namespace: 'a b' }],
  ])('tell editors of %s as well', (_, changes) => {
    const collection = { type: 'mcp', id: 'a', url: 'https://a.example', name: 'a', description: 'a', namespace: 'a' };
    expect(validators['app-manifest']({ tool_collections: [collection] })).toBe(true);
    expect(validators['app-manifest']({ tool_collections: [{ ...collection, ...changes }] })).toBe(false);
  });
});
