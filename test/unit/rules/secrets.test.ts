import { describe, expect, it } from 'vitest';
import { redact, secretSpans } from '../../../src/lint/redact.ts';
import { readDocument } from '../../../src/manifest/document.ts';
import { isSecretName } from '../../../src/manifest/secret-names.ts';
import { looksSecret } from '../../../src/manifest/secrets.ts';
import { lintValue, MANIFEST, withCollection } from './read.ts';

/** Made up, in the format of real ones, and put together here so that no scanner takes them for such. */
const SECRETS: readonly (readonly [string, string])[] = [
  ['GitHub', `ghp_${'a1B2c3D4e5'.repeat(4).slice(0, 36)}`],
  ['GitHub, fine-grained', `github_pat_${'a1B2c3D4e5_'.repeat(7)}`],
  ['GitLab', `glpat-${'a1B2c3D4e5'.repeat(2)}`],
  ['Slack', `xoxb-${'1234567890'}-${'a1B2c3D4e5'}`],
  ['Slack, the shortest', `xoxb-${'a1B2c3D4e5'}`],
  ['Slack, an app', `xapp-1-${'ABCDEFGH'}`],
  ['Stripe, a webhook', `whsec_${'a1B2+c3D4/'.repeat(3)}`],
  ['Stripe', `sk_live_${'a1B2c3D4e5'.repeat(2)}`],
  ['AWS', `AKIA${'ABCDEFGH23456777'}`],
  ['Google', `AIza${'a1B2c3D4e5'.repeat(4).slice(0, 35)}`],
  ['Google, client secret', `GOCSPX-${'a1B2c3D4e5'.repeat(3).slice(0, 28)}`],
  ['Anthropic', `sk-ant-api03-${'a1B2c3D4e5'.repeat(4)}`],
  ['OpenAI', `sk-proj-${'a1B2c3D4e5'.repeat(4)}`],
  ['npm', `npm_${'a1B2c3D4e5'.repeat(4).slice(0, 36)}`],
  ['SendGrid', `SG.${'a1B2c3D4e5'.repeat(2)}ab.${'a1B2c3D4e5'.repeat(4)}`],
  ['Microsoft Entra ID', `abc8Q~${'a1B2c3D4e5'.repeat(4).slice(0, 34)}`],
  ['a private key', '-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA'],
  ['a JSON Web Token', `eyJhbGciOiJIUzI1NiJ9.${'eyJzdWIiOiIxMjM0NTY3ODkwIn0'}.${'dozjgNryP4J3jVmNHl0w5N'}`],
  ['a bearer token', 'Bearer n0tAR3alT0ken0123'],
  ['a key in a query', 'https://crm.example/mcp?api_key=n0tAR3al'],
  ['a password in a URL', 'postgres://crm:n0tAR3al@db.example/crm'],
];

/** So that a secret in another case or with underscores is still found. */
function withoutSeparators(text: string): string {
  return text.toLowerCase().replace(/[^a-z\d]/g, '');
}

describe('a secret', () => {
  it.each(SECRETS)('is reported once and never shown, wherever it stands: %s', (_, secret) => {
    for (const value of [
      { ...MANIFEST, description: `Use ${secret} here` },
      { ...MANIFEST, status: secret },
      { ...MANIFEST, settings_schema: { examples: [{ deep: [secret] }] } },
      { ...MANIFEST, homepage: secret },
      withCollection({ auth: secret }),
      withCollection({ auth: 'oauth', oauth_config: { default_scopes: secret } }),
      withCollection({ auth: 'oauth', oauth_config: { required_at_install: [secret] } }),
      withCollection({ auth: 'oauth', oauth_provider: secret }),
      withCollection({ auth: 'oauth', oauth_app: secret }),
      withCollection({ namespace: secret }),
      withCollection({ id: secret }),
      withCollection({ url: secret }),
      { ...MANIFEST, tool_collections: [secret] },
      { ...MANIFEST, oauth_providers: { [secret]: {} } },
      { ...MANIFEST, [secret]: 1 },
      { name: secret, config: { endpoint: secret, headers: { 'X-A': secret }, auth: { type: secret } } },
      { name: 'crm', config: { endpoint: 'https://crm.example', auth: { type: 'token', auth_token: secret } } },
    ]) {
      const diagnostics = lintValue(value);
      expect(diagnostics.map(({ code }) => code).join()).toMatch(/secret-in-manifest|secret-literal|url-credentials/);
      // What an edit writes into the author's own file is not shown by it.
      const shown = diagnostics.map(({ message, hint, related, fix }) => [
        message,
        hint,
        related?.map((each) => each.message),
        fix?.title,
      ]);
      const core = secret.includes('n0tAR3al') ? 'n0tAR3al' : (secret.match(/(?:a1B2|ABCD|MIIE|dozj).{4}/)?.[0] ?? '');
      expect(core).not.toBe('');
      expect(withoutSeparators(JSON.stringify(shown))).not.toContain(withoutSeparators(core));
    }
  });

  it.each([
    ['client_secret', true],
    ['clientSecret', true],
    ['CLIENT_SECRET', true],
    ['password', true],
    ['db-password', true],
    ['api_key', true],
    ['apikey', true],
    ['X-Api-Key', true],
    ['accessToken', true],
    ['private_key', true],
    ['token_endpoint', false],
    ['api_key_config', false],
    ['public_key', false],
    ['keywords', false],
    ['client_id', false],
    ['tokenizer', false],
    ['passenger', false],
    ['accesstoken', true],
    ['ACCESSTOKEN', true],
    ['AccessToken', true],
    ['Ocp-Apim-Subscription-Key', true],
    ['subscriptionkey', true],
    ['x-functions-key', true],
    ['APIKey', true],
    ['monkey', false],
    ['hotkeys', false],
  ])('is what stands under %s: %s', (name, expected) => {
    expect(isSecretName(name)).toBe(expected);
  });

  it.each([
    ...[
      'apiKey',
      'accessToken',
      'key',
      'subscription-key',
      'subscriptionKey',
      'SUBSCRIPTIONKEY',
      'API-KEY',
      'x-api-key',
    ],
    ...['client_secret', 'ClientSecret', 'sig', 'Signature', 'pass%77ord', 'auth_token', 'apikey'],
  ])('is the value of the parameter %s of a URL', async (name) => {
    for (const before of ['?', '?page=2&', '#', '?%20x=1;']) {
      const url = `https://mcp.example.com/mcp${before}${name}=Zx81kQpL0aaV92hGt7Wm`;
      expect(looksSecret(url)).toBe(true);
      const text = JSON.stringify({ name: 'x', config: { endpoint: url } });
      expect(lintValue(JSON.parse(text)).map(({ code }) => code)).toContain('secret-in-manifest');
      expect(redact(text, secretSpans(await readDocument({ name: 'x.json', text })))).not.toContain('Zx81');
    }
  });

  it.each([
    'https://mcp.example.com/mcp?key=department&monkey=abcdefgh12',
    'https://mcp.example.com/mcp?api_key={{key}}&token={{token}}&accessToken=<your token>',
    'https://graph.microsoft.com/.default',
    'Microsoft.Graph/Mail.ReadWrite.Shared',
    'your-azure-app-client-id',
    '0oa1gjh63g214q0Hq0g4.apps.googleusercontent.com',
    'Basic troubleshooting and internationalization of your apps',
    'Sends the token as Authorization: Bearer, then refreshes it',
    'skeleton-sk-and-other-words-that-are-long-enough-to-be-keys',
    '8d9b6c1e-4f0a-4a53-9d6c-1f2e3d4c5b6a',
    'm'.repeat(64),
  ])('is not seen where there is none: %s', (text) => {
    expect(looksSecret(text)).toBe(false);
    expect(lintValue({ ...MANIFEST, description: text })).toEqual([]);
  });

  it.each(['env:CRM_SECRET', 'file:/run/secrets/crm', 'op://work/crm/secret', '<the client secret>', '{{secret}}', ''])(
    'is not what only says where one is: %s',
    (reference) => {
      const value = withCollection({ auth: 'oauth', oauth_config: { client_secret: reference } });
      expect(lintValue(value).map(({ code }) => code)).toEqual(['unknown-field']);
    },
  );
});
