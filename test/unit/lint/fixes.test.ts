import { describe, expect, it } from 'vitest';
import { checkedFile } from '../../../src/lint/checked-file.ts';
import { fixDocument } from '../../../src/lint/fixes.ts';
import { lintDocument } from '../../../src/lint/lint-document.ts';
import type { CheckedFile } from '../../../src/lint/report.ts';
import { type Document, readDocument } from '../../../src/manifest/document.ts';
import { applyTextEdits } from '../../../src/manifest/edit/textedit.ts';
import { DEFAULT_SETTINGS } from '../../../src/rules/settings.ts';

const LISTING = [
  ...['name: field-desk', 'title: Field Desk', 'description: Work orders for agents', 'publisher: Example Ltd.'],
  ...['status: stable', 'visibility: private'],
];

function app(...lines: readonly string[]): string {
  return [...LISTING, 'tool_collections:', ...lines, ''].join('\n');
}

const read = (text: string, name = 'app.yaml'): Promise<Document> => readDocument({ name, text });
const report = (document: Document): Promise<CheckedFile> => checkedFile(document, lintDocument(document), true);
const fixed = (document: Document) => fixDocument(document, DEFAULT_SETTINGS, true);

const BLOCK = app(
  ...['  - type: mcp', '    id: | # historic', '      A-b', '    url: https://mcp.crm.example/v1', '    name: CRM'],
  ...['    description: Contacts', '    namespace: n.x', '    oauth_app: by-hand'],
);
const EXPLICIT = app(
  ...['  - ? type', '    : mcp', '    id: A-b', '    url: https://mcp.crm.example/v1', '    name: CRM'],
  ...['    description: Contacts', '    namespace: crm', '    oauth_app: by-hand'],
);
const FOLDED_KEY = app('  - ? |-', '      typ', '    : mcp', '    id: A-b', '    url: https://mcp.crm.example/v1');
const REMOVED_KEY = app(
  ...[
    '  - type: mcp',
    '    id: A-b',
    '    url: https://mcp.crm.example/v1',
    '    name: CRM',
    '    description: Contacts',
  ],
  ...[
    '    namespace: crm',
    '    auth: oauth',
    '    oauth_config:',
    '      ? use_pkce',
    '      : false',
    '      client_id: x',
  ],
);

describe('a fix', () => {
  it('replaces a block scalar, and keeps the comment behind its |', async () => {
    const { document, fixes } = await fixed(await read(BLOCK));
    expect(document.source.text).toBe(
      BLOCK.replace('| # historic\n      A-b', 'a_b # historic')
        .replace('n.x', 'n_x')
        .replace(/$/, '    auth: oauth\n'),
    );
    expect(fixes).toBe(3);
  });

  it('adds a field where the others are when the first has an explicit key', async () => {
    const { document, fixes } = await fixed(await read(EXPLICIT));
    expect(document.source.text).toBe(EXPLICIT.replace('A-b', 'a_b').replace(/$/, '    auth: oauth\n'));
    expect(fixes).toBe(2);
  });

  it('that cannot be made is left by itself, and neither counted nor promised', async () => {
    const document = await read(REMOVED_KEY);
    const codes = (file: CheckedFile) => file.diagnostics.map(({ code, fix }) => [code, fix?.kind]);
    expect(codes(await report(document))).toEqual([
      ['collection-id-snake-case', 'unsafe'],
      ['pkce-disabled', undefined],
    ]);
    const after = await fixed(document);
    expect(after.document.source.text).toBe(REMOVED_KEY.replace('A-b', 'a_b'));
    expect(after.fixes).toBe(1);
    expect(codes(await report(after.document))).toEqual([['pkce-disabled', undefined]]);
  });

  it.each([
    ['a block scalar', BLOCK],
    ['an explicit key', EXPLICIT],
    ['an explicit key in a block', FOLDED_KEY],
    ['an explicit key that goes', REMOVED_KEY],
  ])('is published only as an edit after which the text is read as before: %s', async (_, text) => {
    const { diagnostics } = await report(await read(text));
    const published = diagnostics.flatMap(({ fix }) => (fix?.edits ? [fix.edits] : []));
    expect(published.length).toBeGreaterThan(0);
    for (const edits of published) {
      const changes = edits.map(({ range, text }) => ({
        span: [range.start.offset, range.end.offset] as const,
        text,
      }));
      const { faults, value } = await read(applyTextEdits(text, changes));
      expect(faults).toEqual([]);
      expect(Object.keys(value as object)).toEqual([...LISTING.map((line) => line.split(':')[0]), 'tool_collections']);
    }
  });

  it('is made among a thousand others, one of which cannot be made', async () => {
    const many = Array.from({ length: 300 }, (_, index) => [
      ...['  - type: mcp', `    id: A-${index}`, '    url: https://mcp.crm.example/v1', `    name: CRM ${index}`],
      ...['    description: Contacts', `    namespace: crm_${index}`],
    ]);
    const text = app(...many.flat(), ...REMOVED_KEY.split('\n').slice(LISTING.length + 1, -1));
    const { document, fixes } = await fixed(await read(text));
    expect(fixes).toBe(301);
    expect(document.source.text).toBe(text.replaceAll(/A-(\w+)/g, 'a_$1'));
  });
});

describe('a finding in a block scalar', () => {
  it('begins at the |', async () => {
    const { diagnostics } = await report(await read(BLOCK));
    expect(diagnostics[0]).toMatchObject({
      code: 'collection-id-snake-case',
      range: { start: { line: 9, column: 9 }, end: { line: 10 } },
    });
  });

  it.each([
    ['above', BLOCK.replace('    id:', '    # mcpctl-ignore collection-id-snake-case: historic\n    id:')],
    ['behind the |', BLOCK.replace('# historic', '# mcpctl-ignore collection-id-snake-case: historic')],
  ])('is silenced by a comment %s', async (_, text) => {
    const { diagnostics, suppressed } = await report(await read(text));
    expect(diagnostics.map(({ code }) => code)).not.toContain('collection-id-snake-case');
    expect(diagnostics.map(({ code }) => code)).not.toContain('suppression-unused');
    expect(suppressed).toBe(1);
  });
});
