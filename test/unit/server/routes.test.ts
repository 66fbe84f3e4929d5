import { describe, expect, it } from 'vitest';
import { OPERATIONS } from '../../../src/operations/operations.ts';
import { ROUTES } from '../../../src/server/routes.ts';
import { definitions } from '../../../src/server/schemas.ts';

const nameOf = ({ method, path }: { readonly method: string; readonly path: string }) => `${method} ${path}`;

describe('every operation', () => {
  it.each(OPERATIONS.map((operation) => [operation.name, operation] as const))(
    '%s is where it says, or says why not',
    (name, { where }) => {
      const routes = ROUTES.filter(({ operation }) => operation.name === name).map(nameOf);
      if ('not' in where.route) expect(routes).toEqual([]);
      else expect(routes).toContain(nameOf(where.route));
    },
  );
});

describe('every route', () => {
  it('is there once', () => {
    expect(new Set(ROUTES.map(nameOf)).size).toBe(ROUTES.length);
  });

  it.each(ROUTES.map((route) => [nameOf(route), route] as const))(
    '%s names schemas that exist',
    (_name, { body, response }) => {
      for (const name of [body ?? [], response].flat()) expect(definitions).toHaveProperty(name);
    },
  );
});
