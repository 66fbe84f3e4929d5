import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readDocument } from '../../../src/manifest/document.ts';
import { codeNames } from '../../../src/rules/codes.ts';
import { allRuleMetadata, RULE_TEXTS } from '../../../src/rules/metadata.ts';
import { lint } from '../../fakes/documents.ts';
import { COLLECTION, codesOf, lintValue, MANIFEST, withCollection } from './read.ts';

const fixtures = join(import.meta.dirname, '../../../fixtures');

async function codesOfFile(name: string): Promise<string[]> {
  const document = await readDocument({ name, text: readFileSync(join(fixtures, name), 'utf8') });
  return lint(document).map(({ code, severity }) => `${severity} ${code}`);
}

describe('a published example', () => {
  it.each([
    ['manifests/quick-start.json', ['warning listing-incomplete']],
    ['manifests/microsoft.json', ['warning listing-incomplete']],
    ['manifests/microsoft.yaml', ['warning listing-incomplete']],
    ['manifests/crm-shared-client.json', ['warning listing-incomplete', 'error collection-id-snake-case']],
    ['manifests/crm-own-client.json', ['warning listing-incomplete', 'error collection-id-snake-case']],
    ['manifests/crm-manual-provider.json', ['warning listing-incomplete']],
    ['manifests/sales.json', []],
    ['manifests/sales.yaml', []],
    ['servers/client-credentials-contract.json', ['warning secret-literal']],
    ['servers/token.json', []],
    ['servers/client-credentials.json', []],
    ['servers/public-pkce.json', []],
    ['servers/confidential-pkce.json', []],
    ['servers/public-pkce-registration.json', []],
    ['servers/confidential-pkce-registration.json', []],
  ])('%s gets what it lacks reported', async (name, expected) => {
    expect(await codesOfFile(name)).toEqual(expected);
  });

  it('is in this table', () => {
    expect(readdirSync(join(fixtures, 'manifests'))).toHaveLength(8);
    expect(readdirSync(join(fixtures, 'servers'))).toHaveLength(7);
  });
});

describe('what repeats', () => {
  it.each([3, 40])('is told with the first one like it, in a list of %i', (length) => {
    const scopes = Array.from({ length: length - 2 }, (_, index) => `read${index}`);
    const value = withCollection({
      auth: 'oauth',
      oauth_config: { client_id: 'crm', default_scopes: [...scopes, 'read0', 'read0'] },
    });
    const path = ['tool_collections', 0, 'oauth_config', 'default_scopes'];
    expect(lintValue(value).map(({ place, related }) => [place, related?.[0]?.place])).toEqual([
      [{ path: [...path, length - 2] }, { path: [...path, 0] }],
      [{ path: [...path, length - 1] }, { path: [...path, 0] }],
    ]);
  });
});

describe('one mistake is one diagnostic', () => {
  it.each<[string, object, string]>([
    ['a misspelt required field', withCollection({ name: undefined, nmae: 'Orders' }), 'unknown-field'],
    ['a misspelt field of the listing', { ...MANIFEST, publisher: undefined, publsher: 'Northwind' }, 'unknown-field'],
    ['a misspelt reference to a provider by hand', withCollection({ auth: 'oauth', oauth_ap: 'crm' }), 'unknown-field'],
    [
      'a misspelt provider beside scopes',
      {
        ...MANIFEST,
        oauth_providers: { crm: { default_scopes: ['read'] } },
        tool_collections: [
          { ...COLLECTION, auth: 'oauth', oauth_provider: 'crm' },
          { ...COLLECTION, id: 'b', name: 'B', namespace: 'b', auth: 'oauth', oauth_provder: 'crm', oauth_scopes: [] },
        ],
      },
      'unknown-field',
    ],
    ['a misspelt type', withCollection({ type: undefined, typ: 'mcp' }), 'unknown-field'],
    ['an unknown type', withCollection({ type: 'mpc' }), 'invalid-value'],
    ['a type of the wrong type', withCollection({ type: 1 }), 'wrong-type'],
    [
      'an auth of the wrong type beside a provider',
      { ...MANIFEST, oauth_providers: { p: {} }, tool_collections: [{ ...COLLECTION, auth: 1, oauth_provider: 'p' }] },
      'wrong-type',
    ],
    ['a misspelt auth beside oauth_config', withCollection({ auth: 'oath', oauth_config: {} }), 'invalid-value'],
    [
      'a misspelt reference to a provider',
      {
        ...MANIFEST,
        oauth_providers: { crm: {} },
        tool_collections: [{ ...COLLECTION, auth: 'oauth', oauth_provider: 'crn' }],
      },
      'oauth-provider-known',
    ],
    [
      'a secret under an unknown name',
      withCollection({ auth: 'oauth', oauth_config: { client_secret: 'not-a-real-one' } }),
      'secret-in-manifest',
    ],
    ['a password in a URL', withCollection({ url: 'https://me:pass@crm.example' }), 'url-credentials'],
    ['a URL with a repairable host', withCollection({ url: 'https://127.1/mcp' }), 'url-invalid'],
    ['a URL of another script', withCollection({ url: 'https://münchen.example/mcp' }), 'host-mixed-script'],
    ['full-width digits in a host', withCollection({ url: 'https://１２７.0.0.1/mcp' }), 'url-invalid'],
    ['a missing id', withCollection({ id: undefined }), 'legacy-form'],
    ['a string where a collection belongs', { ...MANIFEST, tool_collections: ['https://crm.example'] }, 'legacy-form'],
    [
      'required_at_install with a misspelt secret',
      withCollection({
        auth: 'oauth',
        oauth_config: { grant_type: 'client_credentials', required_at_install: ['client_secrets'] },
      }),
      'invalid-value',
    ],
    ['a scope as text', withCollection({ auth: 'oauth', oauth_config: { default_scopes: 'a b' } }), 'wrong-type'],
    [
      'PKCE off without a consent',
      withCollection({
        auth: 'oauth',
        oauth_config: { grant_type: 'client_credentials', use_pkce: false, required_at_install: ['client_secret'] },
      }),
      'client-credentials-pkce',
    ],
    [
      'providers of the wrong type',
      { ...MANIFEST, oauth_providers: [], tool_collections: [{ ...COLLECTION, auth: 'oauth', oauth_provider: 'crm' }] },
      'wrong-type',
    ],
    ['an empty document', {}, 'listing-incomplete'],
    ['a list', [], 'wrong-type'],
    ['a server with server_url', { name: 'crm', server_url: 'https://crm.example/mcp' }, 'server-url-renamed'],
    [
      'a server with auth outside config',
      { name: 'crm', config: { endpoint: 'https://crm.example/mcp' }, auth: { type: 'token', auth_token: 'env:T' } },
      'server-auth-misplaced',
    ],
    [
      'a server with an unknown auth type',
      { name: 'crm', config: { endpoint: 'https://crm.example/mcp', auth: { type: 'oauth' } } },
      'invalid-value',
    ],
  ])('%s', (_, value, code) => {
    expect(codesOf(value)).toEqual([code]);
  });
});

describe('URLs that are fine', () => {
  it.each([
    'https://mcp.crm.example',
    'https://mcp.crm.example/',
    'https://mcp.crm.example/v1/mcp?tenant=a%20b',
    'https://mcp.crm.example:8443/~user/mcp;v=1',
    'https://192.0.2.7/mcp',
    'https://[2001:db8::1]/mcp',
    'https://xn--mnchen-3ya.example/mcp',
    'http://localhost:3000/mcp',
    'http://127.0.0.2',
    'http://[::1]:3000',
    '{{studio}}/mcp',
    '{{scheme}}://crm.example/mcp',
    'https://{{region}}.crm.example/{{build-id}}/mcp?x={{x}}',
    "https://crm.example/a!&'()*+,;=:@~b?c=/?",
  ])('%s', (url) => {
    expect(codesOf(withCollection({ url }))).toEqual([]);
  });
});

/** A variable as clients write it. */
const inBraces = (name: string) => `\${${name}}`;

describe('URLs that are not', () => {
  it.each([
    ['javascript:alert(1)', 'url-invalid'],
    ['file:///etc/passwd', 'url-invalid'],
    ['https:\\\\crm.example', 'url-invalid'],
    ['https:crm.example', 'url-invalid'],
    ['https:///crm.example', 'url-invalid'],
    ['https://crm.example\t/mcp', 'url-invalid'],
    [' https://crm.example/mcp', 'url-invalid'],
    ['HTTPS://crm.example/mcp', 'url-invalid'],
    ['https://crm.example:443/mcp', 'url-invalid'],
    ['https://crm.example/a b', 'url-invalid'],
    ['https://crm.example/./mcp', 'url-invalid'],
    ['https://2130706433/mcp', 'url-invalid'],
    ['https://0177.0.0.1/mcp', 'url-invalid'],
    ['https://@crm.example/mcp', 'url-invalid'],
    ...[
      '$X',
      inBraces('X'),
      inBraces('env:X'),
      '$',
      '{{$X}}',
      `{{${inBraces('X')}}}`,
      '{x}',
      '{{}}',
      '{{a b}}',
      '|',
      '^',
      '`',
      '"',
      '<x>',
      '[x]',
      '\\',
      '%',
      '%2',
      '%zz',
      'é',
    ].flatMap((text): [string, string][] => [
      [`https://crm.example/mcp?k=${text}`, 'url-invalid'],
      [`https://crm.example/${text}/mcp`, 'url-invalid'],
    ]),
    ...['$X', inBraces('X'), '{x}'].flatMap((text): [string, string][] => [
      [`https://${text}/mcp`, 'url-invalid'],
      [`${text}/mcp`, 'url-invalid'],
      [`{{studio}}/${text}`, 'url-invalid'],
    ]),
    ['https://crm.example/mcp#', 'url-fragment'],
    ['https://user@crm.example/mcp', 'url-credentials'],
    ['http://10.0.0.1/mcp', 'url-insecure'],
    ['http://evillocalhost/mcp', 'url-insecure'],
    ['http://localhost.evil.example/mcp', 'url-insecure'],
    ['ws://crm.example/mcp', 'url-invalid'],
    ['crm', 'url-invalid'],
  ])('%s', (url, code) => {
    expect(codesOf(withCollection({ url }))).toEqual([code]);
  });

  // Parsers of Node before 24 refuse what is no Punycode.
  it('are what the parser of this Node says of a host with a double hyphen', () => {
    const url = 'https://xn--.example/mcp';
    expect(codesOf(withCollection({ url }))).toEqual(URL.canParse(url) ? [] : ['url-invalid']);
  });
});

describe('settings', () => {
  const value = { ...MANIFEST, publisher: undefined, tool_collections: [{ ...COLLECTION, id: 'a-b' }] };
  const settled = (profile: 'core' | 'vertesia', severities = {}) =>
    lintValue(value, { profile, severities }).map(({ code, severity }) => `${severity} ${code}`);

  it('of the profile decide about the listing', () => {
    expect(settled('core')).toEqual(['warning listing-incomplete', 'error collection-id-snake-case']);
    expect(settled('vertesia')).toEqual(['error listing-incomplete', 'error collection-id-snake-case']);
  });

  it('of a code win over profile and rule', () => {
    expect(settled('vertesia', { 'listing-incomplete': 'warning', 'collection-id-snake-case': 'off' })).toEqual([
      'warning listing-incomplete',
    ]);
  });

  it('switch off the shape, too', () => {
    expect(
      codesOf({ ...MANIFEST, homepage: 'x' }, { profile: 'core', severities: { 'unknown-field': 'off' } }),
    ).toEqual([]);
  });

  it('call a misspelt field missing where nobody is told that it is misspelt', () => {
    const misspelt = { ...MANIFEST, publisher: undefined, publsher: 'Northwind' };
    expect(codesOf(misspelt, { profile: 'core', severities: { 'unknown-field': 'off' } })).toEqual([
      'listing-incomplete',
    ]);
  });

  it('leave an early form an error where nobody is told of unknown fields', () => {
    const early = { ...MANIFEST, private: true };
    expect(codesOf(early, { profile: 'core', severities: { 'unknown-field': 'off' } })).toEqual(['legacy-form']);
  });

  it('let the shape speak again where a rule that explains it better is off', () => {
    const severities = { 'legacy-form': 'off' } as const;
    expect(codesOf(withCollection({ id: undefined }), { profile: 'core', severities })).toEqual(['required-field']);
  });
});

describe('the rules', () => {
  it('have codes in kebab-case, each once', () => {
    expect(new Set(codeNames()).size).toBe(codeNames().length);
    for (const code of codeNames()) expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
  });

  it('have metadata each, whole sentences, and no metadata is without a rule', () => {
    expect(Object.keys(RULE_TEXTS)).toEqual(codeNames());
    for (const { description, rationale = 'Yes.' } of allRuleMetadata()) {
      expect(`${description} ${rationale}`).toMatch(/^[A-Za-z].+\.$/s);
    }
  });

  it('report in the order of the document', async () => {
    const text = '{"tool_collections": [{"type": "mcp", "id": "a-b", "zzz": 1}], "nme": "x", "status": "new"}';
    const document = await readDocument({ name: 'app.json', text });
    expect(lint(document).map(({ code }) => code)).toEqual([
      'listing-incomplete',
      'required-field',
      'required-field',
      'required-field',
      'required-field',
      'collection-id-snake-case',
      'unknown-field',
      'unknown-field',
      'invalid-value',
    ]);
  });
});

describe('a hint to quote a number', () => {
  it.each(['1.10', '0o17', '0123', '1e3'])('has the number as it is written: %s', async (written) => {
    const document = await readDocument({ name: 'app.yaml', text: `name: a\nversion: ${written}\n` });
    expect(lint(document).map(({ hint }) => hint)).toContain(`Put it in quotes: "${written}"`);
  });
});

describe('a collection that is a text alone', () => {
  it('becomes an MCP collection where it begins with mcp:, as on the platform', () => {
    const value = { ...MANIFEST, tool_collections: ['mcp:https://srv.example.com/mcp'] };
    const [found] = lintValue(value);
    expect(found?.hint).not.toContain('vertesia_sdk');
    const [edit] = found?.fix?.edits ?? [];
    expect(edit).toMatchObject({ value: { type: 'mcp', id: 'srv_example_com', url: 'https://srv.example.com/mcp' } });
    expect(codesOf({ ...MANIFEST, tool_collections: [(edit as { value: unknown }).value] })).toEqual([]);
  });

  it.each(['mcp:', 'mcp:not a URL', `mcp:https://${'a'.repeat(60)}.example`])('gets no fix: %s', (text) => {
    expect(lintValue({ ...MANIFEST, tool_collections: [text] })[0]?.fix).toBeUndefined();
  });
});
