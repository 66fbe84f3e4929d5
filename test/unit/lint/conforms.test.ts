import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { conforms } from '../../../src/lint/lint-files.ts';
import type { DocumentKind } from '../../../src/manifest/document.ts';
import { shapeFindings } from '../../../src/manifest/shape.ts';
import { readJsonDocument } from '../../fakes/documents.ts';

const root = join(import.meta.dirname, '../../..');

function examples(name: string): unknown[] {
  return JSON.parse(readFileSync(join(root, `schemas/${name}.schema.json`), 'utf8')).examples;
}

/** Of every type, with the values that the schemas know. */
const VALUES = [
  ...[null, true, 1, '', 'mcp', 'vertesia_sdk', 'oauth', 'client_credentials', 'token', [], ['a'], ['client_id'], [1]],
  ...[{}, { a: 'b' }, { a: 1 }, { type: 'mcp' }, { type: 'vertesia_sdk', url: 'a' }, [{ type: 'mcp' }], [{ type: 1 }]],
];

/** The value with one node replaced, left out, or under another name; each node in turn. */
function* changed(value: unknown): Iterable<unknown> {
  yield* VALUES;
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) for (const other of changed(item)) yield value.with(index, other);
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, member] of Object.entries(value)) {
      const { [name]: _, ...rest } = value as Record<string, unknown>;
      yield rest;
      yield { ...rest, [`${name}s`]: member };
      for (const other of changed(member)) yield { ...value, [name]: other };
    }
  }
}

describe.each(['app-manifest', 'mcp-server'] as const)('of a document of the kind %s', (kind: DocumentKind) => {
  it('says that it conforms exactly when the validators find nothing, whatever is changed in it', () => {
    const said = new Map([
      [true, 0],
      [false, 0],
    ]);
    for (const value of examples(kind).flatMap((example) => [example, ...changed(example)])) {
      const document = { ...readJsonDocument(JSON.stringify(value)), kind };
      const isFaultless = shapeFindings(document).length === 0;
      expect(conforms(document), JSON.stringify(value)).toBe(isFaultless);
      said.set(isFaultless, (said.get(isFaultless) ?? 0) + 1);
    }
    expect(Math.min(...said.values())).toBeGreaterThan(20);
  });
});

it('says of a text with faults that it does not conform', () => {
  const doubled = readJsonDocument('{"name": "a", "name": "b"}');
  expect(shapeFindings(doubled)).toEqual([]);
  expect(conforms(doubled)).toBe(false);
});
