import { expect, it } from 'vitest';
import { fitsTemplate } from '../../../src/gateway/uri-template.ts';

it.each([
  ['notes://all', 'notes://all'],
  ['notes://{id}', 'notes://7'],
  ['notes://{id}/data', 'notes://7/data'],
  ['notes://{day}/{id}', 'notes://monday/7'],
  ['file:///{+path}', 'file:///a/b/c.txt'],
  ['file://{/path*}', 'file:///a/b'],
  ['search://{index}{?q,limit}', 'search://mail?q=x&limit=1'],
  ['search://{index}{?q}', 'search://mail'],
])('%s has %s', (template, uri) => {
  expect(fitsTemplate(template, uri)).toBe(true);
});

it.each([
  ['notes://all', 'notes://all/7'],
  ['notes://{id}', 'notes://7/data'],
  ['notes://{id}', 'notes://'],
  ['notes://{id}/data', 'notes://7/date'],
  ['notes://{id}/data', 'notes:///data'],
  ['notes://{day}/{id}', 'notes://monday'],
  ['file:///{+path}', 'http:///a'],
])('%s has no %s', (template, uri) => {
  expect(fitsTemplate(template, uri)).toBe(false);
});

it('is found out in no time for a template that is made to take long', () => {
  const many = `x://${'{+a}'.repeat(1000)}y`;
  expect(fitsTemplate(many, `x://${'a'.repeat(100_000)}`)).toBe(false);
  expect(fitsTemplate(`x://${'{+a}b'.repeat(1000)}`, `x://${'ab'.repeat(50_000)}c`)).toBe(false);
});
