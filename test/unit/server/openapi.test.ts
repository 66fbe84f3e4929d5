import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, it } from 'vitest';
import { openApiDocument } from '../../../src/server/openapi.ts';
import { ROUTES } from '../../../src/server/routes.ts';
import { definitions } from '../../../src/server/schemas.ts';

// The description of the API. `npm run docs` writes it to docs/openapi.json.

type Json = Record<string, unknown>;

const text = readFileSync(resolve(import.meta.dirname, '../../../docs/openapi.json'), 'utf8');
const kept = JSON.parse(text);
const made = openApiDocument(ROUTES, { publicUrl: 'http://127.0.0.1:7777' }) as typeof kept;

describe('the description of the API', () => {
  it('is what the routes print', () => {
    expect({ ...made, info: { ...made.info, version: kept.info.version } }).toEqual(kept);
  });

  it('is OpenAPI 3.1 to a validator of others', async () => {
    const { valid, errors } = await new Validator().validate(structuredClone(kept));
    expect([valid, errors]).toEqual([true, undefined]);
  });

  it('names only schemas that it has', () => {
    const named = [...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name = '']) => name);
    expect(named.filter((name) => !(name in kept.components.schemas))).toEqual([]);
  });

  it('has an id of its own for each operation, and declares each parameter of its path', () => {
    const operations = Object.entries<Json>(kept.paths).flatMap(([path, methods]) =>
      Object.values(methods).map((operation) => ({
        path,
        ...(operation as { operationId: string; parameters?: Json[] }),
      })),
    );
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
    for (const { path, parameters = [] } of operations) {
      const declared = parameters.filter((each) => each.in === 'path').map(({ name }) => name);
      expect(declared).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
    }
  });

  it('has a route for each of ours, once', () => {
    const listed = ROUTES.map(({ method, path }) => `${method} ${path}`);
    expect(new Set(listed).size).toBe(listed.length);
  });

  it('has a definition for each body and answer of a route', () => {
    const named = ROUTES.flatMap(({ body, response }) => [response, ...(body ? [body] : [])]);
    expect(named.filter((name) => !(name in definitions))).toEqual([]);
  });
});
