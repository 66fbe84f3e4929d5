import { describe, expect, it } from 'vitest';
import { completionsAt } from '../../../src/language-server/complete.ts';
import { hoverAt } from '../../../src/language-server/hover.ts';
import { providerAt, renameProvider } from '../../../src/language-server/rename.ts';
import { readDocument } from '../../../src/manifest/document.ts';
import { applyTextEdits } from '../../../src/manifest/edit/textedit.ts';

/** The document, and where the bar was in its text. */
async function withBar(name: string, text: string) {
  const offset = text.indexOf('|');
  return { offset, document: await readDocument({ name, text: text.slice(0, offset) + text.slice(offset + 1) }) };
}

async function completed(name: string, text: string) {
  const { document, offset } = await withBar(name, text);
  const found = await completionsAt(document, offset);
  const apply = (label: string) => {
    const one = found.find((each) => each.label === label);
    return one && applyTextEdits(document.source.text, [{ span: one.span, text: one.text }]);
  };
  return { labels: found.map(({ label }) => label), found, apply };
}

const YAML =
  'name: a\noauth_providers:\n  acme:\n    default_scopes: [mail.read]\ntool_collections:\n  - type: mcp\n    id: a\n';

describe('completion', () => {
  it.each([
    ['a field of YAML', 'a.yaml', `${YAML}    na|\n`, 'namespace', `${YAML}    namespace: \n`],
    [
      'a field of the document',
      'a.yaml',
      'name: a\nvis|\ntool_collections: []\n',
      'visibility',
      'name: a\nvisibility: \ntool_collections: []\n',
    ],
    [
      'a value of a list',
      'a.yaml',
      'name: a\nstatus: be|\ntool_collections: []\n',
      'beta',
      'name: a\nstatus: beta\ntool_collections: []\n',
    ],
    [
      'a value that is not begun',
      'a.yaml',
      'name: a\nstatus: |\ntool_collections: []\n',
      'beta',
      'name: a\nstatus: beta\ntool_collections: []\n',
    ],
    ['a provider', 'a.yaml', `${YAML}    oauth_provider: |\n`, 'acme', `${YAML}    oauth_provider: acme\n`],
    [
      'a scope',
      'a.yaml',
      `${YAML}    oauth_scopes:\n      - |\n`,
      'mail.read',
      `${YAML}    oauth_scopes:\n      - mail.read\n`,
    ],
    [
      'a truth',
      'a.yaml',
      'name: a\noauth_providers:\n  p:\n    use_pkce: |\n',
      'true',
      'name: a\noauth_providers:\n  p:\n    use_pkce: true\n',
    ],
    [
      'a field of JSON',
      'a.json',
      '{"name": "a", "tool_collections": [], "sta|"}',
      'status',
      '{"name": "a", "tool_collections": [], "status": }',
    ],
    ['a field of JSON without a comma behind', 'a.json', '{"name": "a", |}', 'status', '{"name": "a", "status": }'],
    [
      'a value of JSON',
      'a.json',
      '{"status": "|", "tool_collections": []}',
      'stable',
      '{"status": "stable", "tool_collections": []}',
    ],
    [
      'a name of JSON before its colon',
      'a.json',
      '{"sta|": "beta", "tool_collections": []}',
      'status',
      '{"status": "beta", "tool_collections": []}',
    ],
    [
      'a field of a server',
      'a.json',
      '{"name": "a", "config": {"endpoint": "https://a.example", "|"}}',
      'headers',
      '{"name": "a", "config": {"endpoint": "https://a.example", "headers": }}',
    ],
  ])('offers %s', async (_, name, text, label, expected) => {
    const { labels, apply } = await completed(name, text);
    expect(labels).toContain(label);
    expect(apply(label)).toBe(expected);
  });

  it('offers no field that is there, and says what each is', async () => {
    const { labels, found } = await completed('a.yaml', 'name: a\nvis|\ntool_collections: []\n');
    expect(labels).not.toContain('name');
    expect(found.find(({ label }) => label === 'status')?.documentation).toContain('How mature the app is.');
  });

  it('offers nothing in a text that cannot be read, or is free', async () => {
    expect((await completed('a.json', '{"name": | }}}')).labels).toEqual([]);
    expect((await completed('a.yaml', 'name: |\n')).labels).toEqual([]);
  });
});

describe('hover', () => {
  it.each([
    ['a.yaml', 'name: a\nsta|tus: beta\n', 'How mature the app is.'],
    ['a.yaml', 'name: a\nstatus: be|ta\n', 'One of: `"beta"`'],
    ['a.json', '{"tool_collections": [{"type": "mcp", "na|mespace": "x"}]}', '**namespace**'],
  ])('tells of a field in %s', async (name, text, expected) => {
    const { document, offset } = await withBar(name, text);
    expect(hoverAt(document, offset, [])?.text).toContain(expected);
  });

  it('tells of the rules that find something there, also where the text cannot be read', async () => {
    const { document, offset } = await withBar('a.yaml', 'name: A |b\n');
    expect(hoverAt(document, offset, ['name-kebab-case'])?.text).toMatch(/\*\*name\*\*[\s\S]*\*\*name-kebab-case\*\*/);
    const broken = await withBar('a.json', '{|');
    expect(hoverAt(broken.document, broken.offset, ['syntax'])?.text).toContain('**syntax**');
    expect(hoverAt(broken.document, broken.offset, [])).toBeUndefined();
  });
});

describe('renaming a provider', () => {
  const MANIFEST =
    'oauth_providers:\n  acme: {}\n  other: {}\ntool_collections:\n  - oauth_provider: acme\n  - oauth_provider: "acme" # ours\n  - oauth_provider: other\n    name: acme\n';

  it('changes its key and every reference, and nothing else', async () => {
    const document = await readDocument({ name: 'a.yaml', text: MANIFEST });
    for (const at of ['acme: {}', 'acme\n  - oauth', '"acme"']) {
      expect(providerAt(document, MANIFEST.indexOf(at) + 1)?.name).toBe('acme');
    }
    const edits = renameProvider(document, 'acme', 'acme-eu') ?? [];
    expect(applyTextEdits(MANIFEST, edits)).toBe(
      MANIFEST.replace('acme: {}', 'acme-eu: {}')
        .replace('provider: acme', 'provider: acme-eu')
        .replace('"acme"', '"acme-eu"'),
    );
  });

  it.each(['a b', 'true', '12', 'é', '#x', 'a: b'])('stays a document that can be read: %s', async (name) => {
    const document = await readDocument({ name: 'a.yaml', text: MANIFEST });
    const text = applyTextEdits(MANIFEST, renameProvider(document, 'acme', name) ?? []);
    const { value, faults } = await readDocument({ name: 'a.yaml', text });
    expect(faults).toEqual([]);
    expect(Object.keys((value as { oauth_providers: object }).oauth_providers)).toContain(name);
  });

  it('refuses a name that is taken, and is offered nowhere else', async () => {
    const document = await readDocument({ name: 'a.yaml', text: MANIFEST });
    expect(renameProvider(document, 'acme', 'other')).toBeUndefined();
    expect(renameProvider(document, 'acme', '')).toBeUndefined();
    expect(providerAt(document, MANIFEST.lastIndexOf('acme') + 1)).toBeUndefined();
    expect(providerAt(document, 1)).toBeUndefined();
  });
});
