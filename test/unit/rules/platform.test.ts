/** Compares the profile `vertesia` with the schema of the platform's own package, over many changed manifests. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { SHAPE_CODES } from '../../../src/rules/built-in-codes.ts';
import { rules } from '../../../src/rules/rules.ts';
import { DEFAULT_SETTINGS } from '../../../src/rules/settings.ts';
import { lint, readJsonDocument } from '../../fakes/documents.ts';

const VERTESIA = { ...DEFAULT_SETTINGS, profile: 'vertesia' } as const;

type Fields = Readonly<Record<string, unknown>>;

function platform(): (manifest: unknown) => boolean {
  const entry = createRequire(import.meta.url).resolve('@vertesia/common');
  const folder = entry.slice(0, entry.lastIndexOf('@vertesia/common') + '@vertesia/common'.length);
  const schemas = JSON.parse(readFileSync(join(folder, 'lib/api-contract/components.generated.json'), 'utf8'));
  const ajv = new Ajv2020({ strict: false, logger: false });
  return ajv.compile({ $ref: '#/components/schemas/AppManifestData', components: { schemas } });
}

/** What the platform's export writes, and its import drops. `$schema` is for editors. */
const DROPPED = ['$schema', 'id', 'account', 'created_at', 'updated_at', 'edit_revision'];

const FULL: Fields = {
  name: 'field-service',
  title: 'Field Service',
  description: 'Work orders and technicians for agents',
  publisher: 'Northwind Software',
  status: 'stable',
  visibility: 'private',
  version: '1.4.0',
  icon: '<svg/>',
  color: 'blue',
  tags: ['sales'],
  capabilities: ['ui', 'tools', 'interactions', 'types', 'processes', 'views', 'templates', 'dashboards'],
  access_control: 'ui',
  endpoint: 'https://field.northwind.example/api',
  endpoint_overrides: { 'dev-main': 'https://dev-main.northwind.example/api' },
  interactions: 'https://field.northwind.example/interactions',
  preview_screenshot: { agent_run_id: 'run-1', artifact: 'preview-checks/app.png' },
  ui: {
    src: '/apps/field/app.js',
    isolation: 'shadow',
    css_rebuild: true,
    available_in: ['app_portal', 'composite_app'],
    navigation: [
      {
        label: 'Orders',
        icon: 'list',
        route: '/orders',
        description: 'All orders',
        topLevel: true,
        preferredSection: 'footer',
        children: [{ label: 'Open', icon: 'list', route: '/open' }],
      },
    ],
  },
  source: {
    kind: 'git',
    git: { url: 'https://git.example/a.git', default_branch: 'main', production_branch: 'p', development_branch: 'd' },
  },
  settings_schema: {
    type: 'object',
    description: 'Settings',
    properties: { region: { type: 'string', format: 'text', editor: 'line', default: 'north' } },
    items: { type: 'string', items: { required: ['a'] } },
    additionalProperties: { type: 'string', additionalProperties: false },
    required: ['region'],
    title: 'Any other name is accepted here',
  },
  oauth_providers: {
    microsoft: {
      grant_type: 'authorization_code',
      authorization_endpoint: 'https://login.example/authorize',
      token_endpoint: 'https://login.example/token',
      revocation_endpoint: 'https://login.example/revoke',
      client_id: 'shared',
      use_pkce: true,
      default_scopes: ['offline_access'],
      required_at_install: ['client_id', 'client_secret', 'scopes'],
      name: 'ms-365',
      display_name: 'Microsoft 365',
    },
  },
  tool_collections: [
    {
      type: 'mcp',
      id: 'ms_graph',
      url: 'https://graph.example/mcp',
      name: 'Graph',
      description: 'Mail',
      namespace: 'graph',
      auth: 'oauth',
      oauth_provider: 'microsoft',
      oauth_scopes: ['Mail.Read'],
    },
    {
      type: 'mcp',
      id: 'keyed',
      url: 'https://keyed.example/mcp',
      name: 'Keyed',
      description: 'Needs a key',
      namespace: 'keyed',
      auth: 'api_key',
      api_key_config: { required_at_install: true, instructions: 'Create one.' },
    },
    {
      type: 'mcp',
      id: 'crm',
      url: 'https://crm.example/mcp',
      name: 'CRM',
      description: 'Contacts',
      namespace: 'crm',
      auth: 'oauth',
      oauth_config: { grant_type: 'client_credentials', required_at_install: ['client_id', 'client_secret'] },
    },
    {
      type: 'vertesia_sdk',
      url: 'https://tools.example/api',
      namespace: 'tools',
      name: 'Tools',
      description: 'Of the SDK',
      auth: 'other',
    },
  ],
};

/** Of every type, with words that one schema or the other knows in some place. */
const VALUES = [
  ...[null, true, false, 0, 1.5, '', 'a', 'ui', 'git', 'mcp', 'vertesia_sdk', 'oauth', 'iframe', 'footer', 'scopes'],
  ...[
    [],
    ['a'],
    [1],
    [null],
    [{}],
    {},
    { a: 'b' },
    { a: 1 },
    { type: 1 },
    { type: 'mcp' },
    { src: 'a' },
    { kind: 'git' },
  ],
  ...[{ properties: 1 }, { properties: { a: 1 } }, { items: [] }, { additionalProperties: 1 }, { required: 'a' }],
];

/** The value with one node replaced, removed, renamed, doubled, or with one more beside it; each node in turn. */
function* changed(value: unknown): Iterable<unknown> {
  yield* VALUES;
  if (Array.isArray(value)) {
    for (const added of VALUES) yield [...value, added];
    for (const [index, item] of value.entries()) {
      yield value.toSpliced(index, 1);
      yield [...value, item];
      for (const other of changed(item)) yield value.with(index, other);
    }
  } else if (typeof value === 'object' && value !== null) {
    const fields = value as Fields;
    yield { ...fields, extra: 'x' };
    for (const [name, member] of Object.entries(fields)) {
      const { [name]: _, ...rest } = fields;
      yield rest;
      for (const other of [`${name}s`, name.slice(1), name.toUpperCase(), `${name}_2`])
        yield { ...rest, [other]: member };
      yield { ...fields, [`${name}x`]: member };
      for (const other of changed(member)) yield { ...fields, [name]: other };
    }
  } else if (typeof value === 'string') {
    for (const other of [`${value}s`, value.slice(1), value.toUpperCase(), ` ${value}`]) yield other;
  }
}

/** The rules of the specification: all but the two that repeat what a schema says. */
const SPECIFIED = new Set(rules.map(({ code }) => code).filter((code) => code !== 'platform-shape'));

describe('the profile vertesia and the platform', () => {
  const accepts = platform();
  const isAccepted = (manifest: unknown) => {
    if (typeof manifest !== 'object' || manifest === null || Array.isArray(manifest)) return accepts(manifest);
    return accepts(Object.fromEntries(Object.entries(manifest).filter(([name]) => !DROPPED.includes(name))));
  };
  const errorsOf = (manifest: unknown) => {
    // A changed manifest may look like a server document. Here it is asked for as a manifest.
    const document = { ...readJsonDocument(JSON.stringify(manifest)), kind: 'app-manifest' } as const;
    return lint(document, VERTESIA).filter(({ severity }) => severity === 'error');
  };

  it('agree about the manifest that all others are made of', () => {
    expect(isAccepted(FULL)).toBe(true);
    expect(errorsOf(FULL)).toEqual([]);
  });

  it('refuse the same manifests, but for what the rules of the specification refuse', () => {
    const calledSound: string[] = [];
    const refusedByShape: string[] = [];
    const refusedBy = new Map<string, number>();
    let mutants = 0;
    for (const mutant of changed(FULL)) {
      mutants++;
      const errors = errorsOf(mutant);
      if (!isAccepted(mutant)) {
        if (errors.length === 0) calledSound.push(JSON.stringify(mutant));
        continue;
      }
      for (const { code, message } of errors) {
        refusedBy.set(code, (refusedBy.get(code) ?? 0) + 1);
        if (!SPECIFIED.has(code)) refusedByShape.push(`${code}: ${message}`);
      }
    }
    expect(mutants).toBeGreaterThan(5000);
    expect(calledSound).toEqual([]);
    expect(refusedByShape).toEqual([]);
    expect(Object.fromEntries([...refusedBy].sort())).toMatchInlineSnapshot(`
      {
        "collection-id-snake-case": 9,
        "collection-id-unique": 3,
        "collection-name-unique": 4,
        "name-kebab-case": 10,
        "namespace-characters": 8,
        "oauth-provider-known": 21,
        "oauth-provider-needs-oauth-auth": 1,
        "oauth-scopes-need-provider": 1,
        "provider-name-unique": 1,
        "scope-syntax": 6,
        "url-invalid": 114,
      }
    `);
  });

  it('differ in profile core: what only the platform reads is a warning there', () => {
    for (const part of [
      'ui',
      'source',
      'settings_schema',
      'capabilities',
      'preview_screenshot',
      'interactions',
    ] as const) {
      for (const other of changed(FULL[part])) {
        const document = readJsonDocument(JSON.stringify({ ...FULL, [part]: other }));
        const errors = lint(document).filter(({ code, severity }) => severity === 'error' && code === 'platform-shape');
        expect(errors).toEqual([]);
        const isOpen = !lint(document).some(({ code }) => (SHAPE_CODES as readonly string[]).includes(code));
        if (isOpen && !isAccepted({ ...FULL, [part]: other })) {
          expect(
            lint(document).map(({ code }) => code),
            JSON.stringify(other),
          ).toContain('platform-shape');
        }
      }
    }
  });

  it('say what was meant', () => {
    const ui = { ...(FULL.ui as Fields), isolation: 'ifram', cssrebuild: true };
    const hints = lint(readJsonDocument(JSON.stringify({ ...FULL, ui, capabilities: ['tool'] })));
    expect(hints.map(({ severity, hint }) => [severity, hint?.split('?')[0]])).toEqual([
      ['warning', 'Did you mean "tools"'],
      ['warning', 'Did you mean "iframe"'],
      ['warning', expect.stringContaining('It knows "src"')],
    ]);
  });
});
