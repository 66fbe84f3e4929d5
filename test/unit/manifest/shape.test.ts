import { describe, expect, it } from 'vitest';
import { shapeFindings } from '../../../src/manifest/shape.ts';

/** Code, place and words of every finding. */
function found(value: unknown, kind: 'app-manifest' | 'mcp-server' = 'app-manifest') {
  return shapeFindings({ kind, value }).map(
    ({ code, path, message, hint }) => `${code} ${path.join('.')}: ${message} ${hint}`,
  );
}

describe('the shape', () => {
  it('accepts every field that the platform has', () => {
    const text = {
      name: 'a',
      title: 'a',
      description: 'a',
      publisher: 'a',
      version: '1',
      icon: '<svg/>',
      color: '#fff',
    };
    const listing = { ...text, status: 'beta', visibility: 'vertesia', tags: ['a'], capabilities: ['ui'] };
    const rest = {
      access_control: 'ui',
      endpoint: '',
      endpoint_overrides: { staging: 'https://a.example' },
      ui: { src: '/app', isolation: 'shadow' },
      source: { url: 'https://a.example' },
      settings_schema: true,
      interactions: [],
      preview_screenshot: 'a.png',
      $schema: 'https://a.example',
    };
    const exported = { id: '1', account: { id: 1 }, created_at: 1, updated_at: '2026', edit_revision: 3 };
    const sdk = {
      type: 'vertesia_sdk',
      url: 'https://a.example',
      namespace: 'a',
      name: 'a',
      description: 'a',
      auth: 'x',
    };
    expect(found({ ...listing, ...rest, ...exported, tool_collections: [sdk] })).toEqual([]);
  });

  it('tells the branches of collections apart by their type', () => {
    expect(found({ tool_collections: [{ type: 'vertesia_sdk', id: 'a', oauth_scopes: [] }] })).toEqual([
      'unknown-field tool_collections.0.id: "id" is not a field of this collection. Known fields are type, url, namespace, name, description, auth.',
      'unknown-field tool_collections.0.oauth_scopes: "oauth_scopes" is not a field of this collection. Known fields are type, url, namespace, name, description, auth.',
      'required-field tool_collections.0.url: "url" is missing from this collection. Add it: the URL of the tool server.',
    ]);
  });

  it('names what is missing, and what it is for', () => {
    expect(found({ name: 'crm', config: {} }, 'mcp-server')).toEqual([
      'required-field config.endpoint: "endpoint" is missing from "config". Add it: the URL of the MCP server.',
    ]);
  });

  it('finds what was meant, for a missing field first', () => {
    const [finding] = shapeFindings({ kind: 'mcp-server', value: { name: 'crm', config: { endpoin: 'x' } } });
    expect(finding?.fix).toEqual({
      kind: 'unsafe',
      title: 'Rename it to "endpoint"',
      edits: [{ op: 'rename', path: ['config', 'endpoin'], to: 'endpoint' }],
    });
  });

  it('does not rename a field to one that is there', () => {
    const [finding] = shapeFindings({ kind: 'app-manifest', value: { name: 'a', nam: 'b' } });
    expect(finding).toMatchObject({
      code: 'unknown-field',
      hint: expect.stringMatching(/^Known fields are \$schema, name, title,/),
    });
    expect(finding).not.toHaveProperty('fix');
  });

  it('escapes names as JSON pointers do, and shows control characters as what they are', () => {
    expect(found({ oauth_providers: { 'a/b~c': { client_id: 1 } }, '\u001b[31m': 1 })).toEqual([
      expect.stringMatching(/^unknown-field \u001b\[31m: "\\u\{1b\}\[31m" is not a field of the document\./),
      'wrong-type oauth_providers.a/b~c.client_id: "client_id" must be a string, not a number. Put it in quotes: "1"',
    ]);
  });

  it.each([
    [null, 'The document must be an object, not null.'],
    ['text', 'The document must be an object, not a string.'],
    [[], 'The document must be an object, not an array.'],
    [true, 'The document must be an object, not a boolean.'],
  ])('of %j is wrong as a whole', (value, message) => {
    expect(shapeFindings({ kind: 'app-manifest', value }).map((finding) => finding.message)).toEqual([message]);
  });

  it('does not take names of the prototype for fields', () => {
    const value = JSON.parse('{"__proto__": {}, "constructor": 1, "toString": 1, "hasOwnProperty": 1}');
    expect(shapeFindings({ kind: 'app-manifest', value }).map(({ code, path }) => `${code} ${path}`)).toEqual([
      'unknown-field __proto__',
      'unknown-field constructor',
      'unknown-field toString',
      'unknown-field hasOwnProperty',
    ]);
  });
});
