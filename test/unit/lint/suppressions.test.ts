import { describe, expect, it } from 'vitest';
import { judgeDocument, lintDocument } from '../../../src/lint/lint-document.ts';
import { readDocument } from '../../../src/manifest/document.ts';
import { DEFAULT_SETTINGS } from '../../../src/rules/settings.ts';
import { loadManifest } from '../../../src/usecases/install/load-manifest.ts';

const LISTING = [
  ...['name: field-desk', 'title: Field Desk', 'description: Work orders for agents', 'publisher: Example Ltd.'],
  ...['status: stable', 'visibility: private'],
];
const COLLECTION = [
  ...['  - type: mcp', '    id: crm', '    url: https://mcp.crm.example/v1', '    name: CRM'],
  ...['    description: Contacts', '    namespace: crm'],
];

function app(...lines: readonly string[]): string {
  return [...LISTING, ...lines, ''].join('\n');
}

async function lint(text: string, name = 'app.yaml', severities = DEFAULT_SETTINGS.severities) {
  const found = lintDocument(await readDocument({ name, text }), { ...DEFAULT_SETTINGS, severities });
  return { codes: found.diagnostics.map(({ code }) => code), suppressed: found.suppressed };
}

const ALWAYS_REPORTED: readonly [code: string, text: string][] = [
  ['syntax', '# mcpctl-ignore syntax: a template\nname: {{ .Values.name }}\ntool_collections: []\n'],
  ['duplicate-key', app('# mcpctl-ignore duplicate-key: merged', 'name: second-app', 'tool_collections: []')],
  ['required-field', app('tool_collections:', '  # mcpctl-ignore required-field: later', '  - type: mcp', '    id: a')],
  ['wrong-type', app('# mcpctl-ignore wrong-type: a number', 'version: 1', 'tool_collections: []')],
  ['invalid-value', app('# mcpctl-ignore invalid-value: new', 'access_control: some', 'tool_collections: []')],
  [
    'secret-in-manifest',
    app(
      ...['tool_collections:', ...COLLECTION, '    auth: oauth', '    oauth_config:', '      client_id: x'],
      ...['      # mcpctl-ignore secret-in-manifest: a test client', '      client_secret: not-a-real-secret-4711'],
    ),
  ],
  [
    'url-credentials',
    app(
      ...['tool_collections:', '  - type: mcp', '    id: crm'],
      ...['    # mcpctl-ignore url-credentials: a test', '    url: https://me:sample@crm.example/v1'],
      ...['    name: CRM', '    description: Contacts', '    namespace: crm'],
    ),
  ],
  [
    'secret-literal',
    [
      ...['name: crm', 'config:', '  endpoint: https://crm.example/mcp', '  auth:', '    type: token'],
      ...['    # mcpctl-ignore secret-literal: a test', '    auth_token: not-a-real-token-4711', ''],
    ].join('\n'),
  ],
];

describe('what keeps a document from being read, has the wrong shape or holds a secret', () => {
  it.each(ALWAYS_REPORTED)('is silenced by no comment: %s', async (code, text) => {
    const { codes, suppressed } = await lint(text);
    expect(codes).toEqual(expect.arrayContaining([code, 'suppression-unused']));
    expect(suppressed).toBe(0);
  });

  it.each(ALWAYS_REPORTED)('is silenced by no setting: %s', async (code, text) => {
    for (const severity of ['off', 'warning'] as const) {
      expect((await lint(text, 'app.yaml', { [code]: severity })).codes).toContain(code);
    }
  });

  it('keeps its severity where a setting asks for less, and gets more where it asks for more', async () => {
    const severityWith = async (code: string, text: string, severity: 'warning' | 'error') => {
      const settings = { ...DEFAULT_SETTINGS, severities: { [code]: severity } };
      const { diagnostics } = lintDocument(await readDocument({ name: 'app.yaml', text }), settings);
      return diagnostics.find((each) => each.code === code)?.severity;
    };
    const [, typed = ''] = ALWAYS_REPORTED.find(([code]) => code === 'wrong-type') ?? [];
    const [, literal = ''] = ALWAYS_REPORTED.find(([code]) => code === 'secret-literal') ?? [];
    expect(await severityWith('wrong-type', typed, 'warning')).toBe('error');
    expect(await severityWith('secret-literal', literal, 'error')).toBe('error');
  });
});

describe('a comment for the linter', () => {
  const SILENCED: readonly [what: string, text: string][] = [
    ...ALWAYS_REPORTED.filter(([code]) => code !== 'secret-literal'),
    ['unknown-field', app('drawer: left # mcpctl-ignore unknown-field: next month', 'tool_collections: []')],
    [
      'collection-id-snake-case',
      app(
        ...['tool_collections:', '  - type: mcp', '    id: A-b # mcpctl-ignore collection-id-snake-case: historic'],
        ...['    url: https://crm.example/v1', '    name: CRM', '    description: Contacts', '    namespace: crm'],
      ),
    ],
  ];

  it.each(SILENCED)('lets nothing through that is installed or compiled: %s', async (code, text) => {
    expect(judgeDocument(await readDocument({ name: 'app.yaml', text })).map((each) => each.code)).toContain(code);
    const known = { isFolder: async () => false, exists: async () => true, admit: async () => {} };
    const files = { ...known, read: async () => text } as never;
    const { loaded, report } = await loadManifest('app.yaml', { files });
    expect(loaded).toBeUndefined();
    expect(report.files[0]?.diagnostics.map((each) => each.code)).toContain(code);
  });

  it('silences a finding of validate', async () => {
    for (const [code, text] of SILENCED.slice(-2)) {
      expect(await lint(text), code).toEqual({ codes: [], suppressed: 1 });
    }
  });
});

describe('a comment', () => {
  const withComments = (above: string, behind: string) =>
    app(
      ...['tool_collections:', '  - type: mcp', `    # ${above}`, `    id: A-b # ${behind}`],
      ...['    url: https://crm.example/v1', '    name: CRM', '    description: Contacts', '    namespace: crm'],
    );

  it.each(['mcpctl-ignore:', 'mcpctl-ignore', 'mcpctl-ignore : because', 'mcpctl-ignore ,'])(
    'without a code is reported: %s',
    async (comment) => {
      const { codes } = await lint(withComments('plain', comment));
      expect(codes).toEqual(['collection-id-snake-case', 'suppression-unused']);
    },
  );

  it('may name several codes, and each that silences nothing is reported', async () => {
    const both = withComments('mcpctl-ignore collection-id-snake-case, unknown-field: historic', 'plain');
    expect(await lint(both)).toEqual({ codes: ['suppression-unused'], suppressed: 1 });
    const two = app('drawer: 1 # mcpctl-ignore unknown-field listing-incomplete: both', 'tool_collections: []');
    expect((await lint(two)).suppressed).toBe(1);
  });
});
