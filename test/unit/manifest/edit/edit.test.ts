import { describe, expect, it } from 'vitest';
import type { Edit } from '../../../../src/diagnostic.ts';
import { type Format, readDocument } from '../../../../src/manifest/document.ts';
import { textEditsOf } from '../../../../src/manifest/edit/edit.ts';
import { applyTextEdits } from '../../../../src/manifest/edit/textedit.ts';

async function edited(format: Format, text: string, ...edits: Edit[]): Promise<string | undefined> {
  const document = await readDocument({ name: `x.${format}`, text }, format);
  const changes = await textEditsOf(document, edits);
  return changes && applyTextEdits(text, changes);
}

describe('an edit of JSON', () => {
  const set = (path: Edit & { op: 'set' }) => path;

  it('adds a member on a line of its own, indented like the others', async () => {
    const text = '{\n    "a": {\n        "b": 1\n    }\n}\n';
    expect(await edited('json', text, set({ op: 'set', path: ['a', 'auth'], value: 'oauth' }))).toBe(
      '{\n    "a": {\n        "b": 1,\n        "auth": "oauth"\n    }\n}\n',
    );
  });

  it('adds a member to the line of an object that has one line, spaced like the others', async () => {
    const add = { op: 'set', path: ['auth'], value: 'oauth' } as const;
    expect(await edited('json', '{"a":1}', add)).toBe('{"a":1,"auth":"oauth"}');
    expect(await edited('json', '{ "a": 1 }', add)).toBe('{ "a": 1, "auth": "oauth" }');
    expect(await edited('json', '{}', add)).toBe('{"auth": "oauth"}');
    expect(await edited('json', '\uFEFF{\r\n\t"a": {}\r\n}', { ...add, path: ['a', 'auth'] })).toBe(
      '\uFEFF{\r\n\t"a": {\r\n\t\t"auth": "oauth"\r\n\t}\r\n}',
    );
  });

  it('keeps the comment at the end of the line above, and the trailing comma of JSONC', async () => {
    const add = { op: 'set', path: ['auth'], value: 'oauth' } as const;
    expect(await edited('jsonc', '{\n  "a": 1 // one\n}', add)).toBe('{\n  "a": 1, // one\n  "auth": "oauth"\n}');
    expect(await edited('jsonc', '{\n  "a": 1, // one\n}', add)).toBe('{\n  "a": 1, // one\n  "auth": "oauth",\n}');
  });

  it('takes a member out with its line and one comma', async () => {
    const text = '{\n  "a": 1,\n  "b": 2,\n  "c": 3\n}\n';
    expect(await edited('json', text, { op: 'remove', path: ['a'] })).toBe('{\n  "b": 2,\n  "c": 3\n}\n');
    expect(await edited('json', text, { op: 'remove', path: ['b'] })).toBe('{\n  "a": 1,\n  "c": 3\n}\n');
    expect(await edited('json', text, { op: 'remove', path: ['c'] })).toBe('{\n  "a": 1,\n  "b": 2\n}\n');
    expect(await edited('json', '{"a": 1, "b": 2}', { op: 'remove', path: ['a'] })).toBe('{"b": 2}');
    expect(await edited('json', '{"a": 1, "b": 2}', { op: 'remove', path: ['b'] })).toBe('{"a": 1}');
    expect(await edited('json', '{"a": ["x"]}', { op: 'remove', path: ['a', 0] })).toBe('{"a": []}');
  });

  it('takes a member out and leaves the comments of its neighbours', async () => {
    const text = '{\n  // first\n  "a": 1,\n  // second\n  "b": 2,\n  // third\n  "c": 3 // end\n}';
    expect(await edited('jsonc', text, { op: 'remove', path: ['b'] })).toBe(
      '{\n  // first\n  "a": 1,\n  // second\n  // third\n  "c": 3 // end\n}',
    );
    expect(await edited('jsonc', text, { op: 'remove', path: ['c'] })).toBe(
      '{\n  // first\n  "a": 1,\n  // second\n  "b": 2\n  // third\n  // end\n}',
    );
  });

  it('renames a member, unless the name is taken', async () => {
    expect(await edited('json', '{"a": 1}', { op: 'rename', path: ['a'], to: 'b' })).toBe('{"b": 1}');
    expect(await edited('json', '{"a": 1, "b": 2}', { op: 'rename', path: ['a'], to: 'b' })).toBeUndefined();
  });

  it('writes only those items of a list anew that differ', async () => {
    const split = { op: 'set', path: ['s'], value: ['read', 'write', 'x'] } as const;
    expect(await edited('json', '{"s": ["read write", "x"]}', split)).toBe('{"s": ["read", "write", "x"]}');
    expect(await edited('jsonc', '{\n  "s": [\n    "read write",\n    "x" // why\n  ]\n}', split)).toBe(
      '{\n  "s": [\n    "read",\n    "write",\n    "x" // why\n  ]\n}',
    );
  });

  it('moves a member into another object, as it is written', async () => {
    const text =
      '{\n  "auth": {\n    "type": "token"\n  },\n  "config": {\n    "endpoint": "https://x.example/"\n  }\n}\n';
    expect(await edited('json', text, { op: 'move', path: ['auth'], to: ['config', 'auth'] })).toBe(
      '{\n  "config": {\n    "endpoint": "https://x.example/",\n    "auth": {\n      "type": "token"\n    }\n  }\n}\n',
    );
  });

  it('makes the object that it moves a member into', async () => {
    const move = { op: 'move', path: ['server_url'], to: ['config', 'endpoint'] } as const;
    expect(await edited('json', '{\n  "name": "x",\n  "server_url": "https://x.example/"\n}', move)).toBe(
      '{\n  "name": "x",\n  "config": {\n    "endpoint": "https://x.example/"\n  }\n}',
    );
    expect(await edited('json', '{"server_url":"https://x.example/"}', move)).toBe(
      '{"config":{ "endpoint": "https://x.example/" }}',
    );
  });

  it('does several steps of one fix', async () => {
    const steps = [
      { op: 'remove', path: ['private'] },
      { op: 'set', path: ['visibility'], value: 'private' },
    ] as const;
    expect(await edited('json', '{\n  "name": "x",\n  "private": true\n}\n', ...steps)).toBe(
      '{\n  "name": "x",\n  "visibility": "private"\n}\n',
    );
  });
});

describe('an edit of YAML', () => {
  const text = [
    '# An app',
    'name: sales # short',
    'tool_collections:',
    '  - type: mcp # the only kind',
    '    id: "crm"',
    '    oauth_config:',
    '      default_scopes:',
    '        - read write # both',
    '        - offline_access',
    '      use_pkce: true',
    '  # and another',
    "  - id: 'mail'",
    '    oauth_config: { use_pkce: true, client_id: abc }',
    '',
  ].join('\n');
  const path = (...rest: (string | number)[]) => ['tool_collections', ...rest];

  it('adds a member below the others of its block', async () => {
    const after = await edited('yaml', text, { op: 'set', path: path(0, 'auth'), value: 'oauth' });
    expect(after).toBe(text.replace('use_pkce: true\n  # and', 'use_pkce: true\n    auth: oauth\n  # and'));
  });

  it('adds a member to a file without a final break, in its own kind of break', async () => {
    expect(await edited('yaml', 'a: 1\r\nb: 2', { op: 'set', path: ['c'], value: 'x y' })).toBe(
      'a: 1\r\nb: 2\r\nc: "x y"',
    );
  });

  it('takes a member out with its line', async () => {
    expect(await edited('yaml', text, { op: 'remove', path: path(0, 'oauth_config', 'use_pkce') })).toBe(
      text.replace('      use_pkce: true\n', ''),
    );
    expect(await edited('yaml', text, { op: 'remove', path: path(1, 'oauth_config', 'use_pkce') })).toBe(
      text.replace('use_pkce: true, client', 'client'),
    );
  });

  it('takes the first member out from behind its dash', async () => {
    expect(await edited('yaml', text, { op: 'remove', path: path(1, 'id') })).toBe(
      text.replace("- id: 'mail'\n    oauth", '- oauth'),
    );
  });

  it('would rather do nothing than lose a comment', async () => {
    expect(await edited('yaml', text, { op: 'remove', path: path(0, 'type') })).toBeUndefined();
  });

  it('leaves empty brackets where nothing is left', async () => {
    expect(await edited('yaml', 'a:\n  b: 1\nc: 2\n', { op: 'remove', path: ['a', 'b'] })).toBe('a: {}\nc: 2\n');
    expect(await edited('yaml', 'a:\n- b\nc: 2\n', { op: 'remove', path: ['a', 0] })).toBe('a: []\nc: 2\n');
  });

  it('keeps the quotes of what it changes', async () => {
    expect(await edited('yaml', text, { op: 'set', path: path(0, 'id'), value: 'my_crm' })).toContain('id: "my_crm"\n');
    expect(await edited('yaml', text, { op: 'set', path: path(1, 'id'), value: 'my_mail' })).toContain(
      "id: 'my_mail'\n",
    );
    expect(await edited('yaml', text, { op: 'set', path: ['name'], value: 'true' })).toContain(
      'name: "true" # short\n',
    );
  });

  it('splits an item of a list into two', async () => {
    const scopes = path(0, 'oauth_config', 'default_scopes');
    const value = ['read', 'write', 'offline_access'];
    expect(await edited('yaml', text, { op: 'set', path: scopes, value })).toBe(
      text.replace('- read write # both', '- read\n        - write # both'),
    );
  });

  it('moves a block into another, deeper one', async () => {
    const server =
      'name: crm\nauth:\n  type: token # simple\n  auth_token: env:T\nconfig:\n  endpoint: https://x.example/\n';
    expect(await edited('yaml', server, { op: 'move', path: ['auth'], to: ['config', 'auth'] })).toBe(
      'name: crm\nconfig:\n  endpoint: https://x.example/\n  auth:\n    type: token # simple\n    auth_token: env:T\n',
    );
  });

  it('makes the block that it moves a value into', async () => {
    const move = { op: 'move', path: ['server_url'], to: ['config', 'endpoint'] } as const;
    expect(await edited('yaml', 'server_url: https://x.example/\nname: x\n', move)).toBe(
      'name: x\nconfig:\n  endpoint: https://x.example/\n',
    );
  });
});
