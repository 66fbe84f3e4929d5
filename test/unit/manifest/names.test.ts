import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isKebabCase,
  isSnakeCase,
  providerNameOfCollection,
  providerNameOfEntry,
  toKebabCase,
  toSnakeCase,
} from '../../../src/manifest/names.ts';
import { nearest } from '../../../src/manifest/nearest.ts';

describe('a name', () => {
  it.each([
    ['crm', true],
    ['ms_graph', true],
    ['a1_2', true],
    ['my-crm', false],
    ['Crm', false],
    ['_crm', false],
    ['crm_', false],
    ['a__b', false],
    ['', false],
    ['crm\n', false],
  ])('%j is snake_case: %s', (name, expected) => {
    expect(isSnakeCase(name)).toBe(expected);
    expect(isKebabCase(name.replaceAll('_', '-').replace('my-', 'My-'))).toBe(expected);
  });

  it.each([
    ['my-crm', 'my_crm'],
    ['MyCRM Tools', 'my_crm_tools'],
    ['Café  au lait', 'cafe_au_lait'],
    ['__a__', 'a'],
    ['部品', ''],
  ])('%j becomes %j', (name, snake) => {
    expect(toSnakeCase(name)).toBe(snake);
    expect(toKebabCase(name)).toBe(snake.replaceAll('_', '-'));
  });

  it('is in its form once it was brought there', () => {
    fc.assert(
      fc.property(fc.string(), (name) => {
        const snake = toSnakeCase(name);
        return snake === '' || (isSnakeCase(snake) && toSnakeCase(snake) === snake);
      }),
    );
  });
});

describe('the name of a provider', () => {
  it('is given, or made of manifest and key, or of the collection id', () => {
    expect(providerNameOfEntry('my-microsoft-app', 'microsoft', undefined)).toBe('my-microsoft-app-microsoft');
    expect(providerNameOfEntry('my-microsoft-app', 'microsoft', 'entra')).toBe('entra');
    expect(providerNameOfCollection('my_crm', undefined)).toBe('my-crm');
    expect(providerNameOfCollection('my_crm', 'crm')).toBe('crm');
  });
});

describe('did you mean', () => {
  it.each([
    ['tpye', ['type', 'id'], 'type'],
    ['URL', ['url', 'id'], 'url'],
    ['oauth_provder', ['oauth_provider', 'oauth_providers'], 'oauth_provider'],
    ['stabel', ['beta', 'stable'], 'stable'],
    ['homepage', ['name', 'title'], undefined],
    ['x', ['id', 'url'], undefined],
    ['', ['id'], undefined],
    ['x'.repeat(100_000), ['x'.repeat(99_999)], undefined],
  ])('%.20s: of %j it is %s', (word, candidates, expected) => {
    expect(nearest(word, candidates)).toBe(expected);
  });
});
