import { describe, expect, it } from 'vitest';
import { hasErrors, judgeDocument } from '../../../src/lint/lint-document.ts';
import { readDocument } from '../../../src/manifest/document.ts';
import { SHAPE_CODES } from '../../../src/rules/built-in-codes.ts';
import { codeNames } from '../../../src/rules/codes.ts';
import { STYLE_CODES, WITHOUT_STYLE } from '../../../src/rules/settings.ts';

// What --rule and the configuration file can do to a document that a command uses.

const collection = (changes: object = {}) => ({
  ...{ type: 'mcp', id: 'crm', url: 'https://mcp.crm.example', name: 'CRM', description: 'Contacts', namespace: 'crm' },
  ...changes,
});
const app = (changes: object = {}, ...collections: object[]) => ({
  ...{ name: 'sales', title: 'Sales', description: 'Sales', publisher: 'Example', status: 'stable' },
  ...{ visibility: 'private', tool_collections: collections.length > 0 ? collections : [collection()] },
  ...changes,
});

async function refused(document: object | string, severities = WITHOUT_STYLE.severities): Promise<boolean> {
  const text = typeof document === 'string' ? document : JSON.stringify(document);
  return hasErrors(
    judgeDocument(await readDocument({ name: 'app.json', text }, 'json'), { profile: 'core', severities }),
  );
}

const ALL_OFF = Object.fromEntries(codeNames().map((code) => [code, 'off' as const]));

describe('rules of style', () => {
  it.each([
    ['an id of the seed', app({}, collection({ id: 'my-crm' }))],
    ['a name with capitals', app({ name: 'Sales' })],
    ['two collections with one label', app({}, collection(), collection({ id: 'crm2', namespace: 'crm2' }))],
  ])('can be lowered: %s', async (_what, document) => {
    expect(await refused(document, {})).toBe(true);
    expect(await refused(document)).toBe(false);
    expect(await refused(document, ALL_OFF)).toBe(false);
  });

  it.each([
    ['a slash in an id', app({}, collection({ id: 'my/crm' }))],
    ['an escape sequence in an id', app({}, collection({ id: 'a\u001b[31m' }))],
    ['an id that looks like an option', app({}, collection({ id: '--yes' }))],
    ['a name with blanks', app({ name: 'My App' })],
  ])('cannot be lowered for what nobody can type: %s', async (_what, document) => {
    expect(await refused(document)).toBe(true);
  });
});

describe('whatever the settings say', () => {
  it.each([
    ['syntax', '{ "name": '],
    ['a key twice', '{ "name": "a", "name": "b" }'],
    ['a missing field', app({}, { ...collection(), url: undefined })],
    ['an unknown field', app({ tool_colections: [] })],
    ['a wrong type', app({ title: 3 })],
    [
      'a secret',
      app({}, collection({ auth: 'oauth', oauth_config: { client_id: 'x', client_secret: 's3cret-value' } })),
    ],
    ['credentials in a URL', app({}, collection({ url: 'https://me:sample@crm.example' }))],
    ['an address that cannot be', app({}, collection({ url: 'nowhere' }))],
    ['two collections with one id', app({}, collection(), collection({ name: 'Other', namespace: 'other' }))],
    ['two ways to authorize', app({}, collection({ auth: 'oauth', oauth_app: 'a', oauth_provider: 'b' }))],
  ])('a document with %s is refused', async (_what, document) => {
    expect(await refused(document, ALL_OFF)).toBe(true);
  });

  it('no code of syntax, shape or secrets is style', () => {
    for (const code of [...SHAPE_CODES, 'syntax', 'secret-in-manifest', 'url-invalid']) {
      expect(STYLE_CODES.has(code)).toBe(false);
    }
  });
});

it('what is a warning can become an error', async () => {
  const document = app({}, collection({ auth: 'oauth', oauth_config: { client_id: 'x', use_pkce: false } }));
  expect(await refused(document, {})).toBe(false);
  expect(await refused(document, { 'pkce-disabled': 'error' })).toBe(true);
});
