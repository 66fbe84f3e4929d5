import { describe, expect, it } from 'vitest';
import { canonicalManifest } from '../../../src/manifest/canonical.ts';
import type { Manifest } from '../../../src/manifest/types.ts';

const canonical = (value: object) => canonicalManifest(value as Manifest);

describe('the canonical manifest', () => {
  it('does not depend on the order of names, and keeps the order of lists', () => {
    const one = canonical({ name: 'a', tags: ['b', 'a'], ui: { src: '/x', b: [{ d: 1, c: 2 }] } });
    expect(one).toBe('{"name":"a","tags":["b","a"],"ui":{"b":[{"c":2,"d":1}],"src":"/x"}}');
    expect(canonical({ ui: { b: [{ c: 2, d: 1 }], src: '/x' }, tags: ['b', 'a'], name: 'a' })).toBe(one);
  });

  it('has no trace of an export or an editor', () => {
    const exported = {
      id: '1',
      account: 'x',
      created_at: 1,
      updated_at: 2,
      edit_revision: 3,
      $schema: 'https://a.example',
    };
    expect(canonical({ ...exported, name: 'a' })).toBe(canonical({ name: 'a' }));
    expect(canonical({ tool_collections: [{ type: 'mcp', id: 'kept' }] })).toContain('"id":"kept"');
  });

  it('is the same whether a default is said or not', () => {
    const said = { grant_type: 'authorization_code', use_pkce: true };
    expect(canonical({ oauth_providers: { a: said } })).toBe(canonical({ oauth_providers: { a: {} } }));
    const collection = (oauth_config: object) => ({ tool_collections: [{ type: 'mcp', oauth_config }] });
    expect(canonical(collection(said))).toBe(canonical(collection({})));
    expect(canonical(collection({ use_pkce: false }))).not.toBe(canonical(collection({})));
  });

  it('gives no PKCE to the grant that has none', () => {
    expect(canonical({ oauth_providers: { a: { grant_type: 'client_credentials' } } })).toBe(
      '{"oauth_providers":{"a":{"grant_type":"client_credentials"}}}',
    );
  });

  it('sorts by code unit, and keeps a property called __proto__', () => {
    expect(canonical(JSON.parse('{"ui": {"é": 1, "z": 2, "Z": 3, "__proto__": 4, "😀": 5, "\uFB00": 6}}'))).toBe(
      '{"ui":{"Z":3,"__proto__":4,"z":2,"é":1,"😀":5,"\uFB00":6}}',
    );
  });

  it('can be read again', () => {
    const value = { name: 'a', description: 'line\nquote " and \u2028', tool_collections: [] };
    expect(JSON.parse(canonical(value))).toEqual(value);
  });
});
