import { describe, expect, it } from 'vitest';
import { fixDocument } from '../../../src/lint/fixes.ts';
import { readDocument } from '../../../src/manifest/document.ts';
import { DEFAULT_SETTINGS } from '../../../src/rules/settings.ts';

async function fixed(name: string, text: string) {
  return fixDocument(await readDocument({ name, text }), DEFAULT_SETTINGS, true);
}

describe('a fix keeps every comment', () => {
  it.each([
    ['a field that is replaced', 'a.yaml', 'name: x\nprivate: true # why\ntitle: t\ntool_collections: []\n'],
    [
      'a field that is replaced, in JSONC',
      'a.jsonc',
      '{"name": "x",\n"private": true, // why\n"tool_collections": []}\n',
    ],
    [
      'a text that becomes an object',
      'a.yaml',
      'name: x\ntool_collections:\n  - https://a.example/mcp # why\n  - mcp:https://b.example/mcp # what\n',
    ],
    ['a field that is renamed', 'a.yaml', 'name: x\ncolr: red # why\ntool_collections: []\n'],
    [
      'an id that is corrected',
      'a.yaml',
      'name: x\ntool_collections:\n  - type: mcp # what\n    id: A-b # why\n    url: https://a.example/mcp\n    name: N\n    namespace: n\n    description: d\n    oauth_app: x # who\n',
    ],
    [
      'a value that moves',
      's.yaml',
      'name: x\n# where\nserver_url: https://a.example/mcp # why\nconfig:\n  headers: {}\n',
    ],
    [
      'an object that moves',
      's.yaml',
      'name: x\nserver_url: https://a.example/mcp # why\nauth: # how\n  type: token # what\n  auth_token: env:X # who\n',
    ],
    [
      'an object that moves, in JSONC',
      's.jsonc',
      '{\n  "name": "x", // what\n  "server_url": "https://a.example/mcp", // why\n  "auth": { "type": "token", "auth_token": "env:X" } // how\n}\n',
    ],
    [
      'a scope that is split',
      'a.yaml',
      'name: x\noauth_providers:\n  p:\n    default_scopes: # what\n      - "a b" # why\n      - c\ntool_collections: []\n',
    ],
  ])('at %s', async (_, name, text) => {
    const { document, fixes } = await fixed(name, text);
    expect(fixes).toBeGreaterThan(0);
    const comments = (each: string) => (each.match(/(?:#|\/\/) \w+$/gm) ?? []).sort();
    expect(comments(document.source.text)).toEqual(comments(text));
    expect(comments(text).length).toBeGreaterThan(0);
  });

  it('in its place: visibility stands where private stood', async () => {
    const { document } = await fixed(
      'a.yaml',
      'name: x\nprivate: true # only we may see it\ntitle: t\ntool_collections: []\n',
    );
    expect(document.source.text).toContain('name: x\nvisibility: private # only we may see it\ntitle: t\n');
  });
});
