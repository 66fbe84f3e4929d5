import { expect, it } from 'vitest';
import { type Addresses, ends, type SecretKind } from '../../../src/plan/ending-secrets.ts';

const BEFORE: Addresses = {
  url: 'https://mcp.example.com/v1/mcp',
  resource: 'https://mcp.example.com',
  clientId: 'mine',
  issuer: 'https://auth.example.com',
  tokenEndpoint: 'https://auth.example.com/token',
  authorizationEndpoint: 'https://auth.example.com/authorize',
  grantType: 'authorization_code',
};

const KINDS: readonly SecretKind[] = ['api_key', 'fixed', 'client_secret', 'server_consent', 'provider_consent'];
const endingBy = (change: Addresses, before = BEFORE) =>
  KINDS.filter((kind) => ends(kind, before, { ...BEFORE, ...change }));

it.each<[string, Addresses, readonly SecretKind[]]>([
  ['nothing', {}, []],
  ['another path of the server', { url: 'https://mcp.example.com/v2/mcp' }, ['fixed', 'server_consent']],
  ['another host', { url: 'https://mcp.example.org/v1/mcp' }, ['api_key', 'fixed', 'server_consent']],
  ['another port', { url: 'https://mcp.example.com:444/v1/mcp' }, ['api_key', 'fixed', 'server_consent']],
  ['no encryption', { url: 'http://mcp.example.com/v1/mcp' }, ['api_key', 'fixed', 'server_consent']],
  [
    'another token endpoint',
    { tokenEndpoint: 'https://evil.example.com/token' },
    ['client_secret', 'server_consent', 'provider_consent'],
  ],
  ['another issuer', { issuer: 'https://evil.example.com' }, ['client_secret', 'server_consent']],
  ['another client', { clientId: 'other' }, ['server_consent', 'provider_consent']],
  ['another grant', { grantType: 'client_credentials' }, ['provider_consent']],
])('%s ends what was given for the one before', (_name, change, ending) => {
  expect(endingBy(change)).toEqual(ending);
});

it('a token endpoint that is discovered for the first time ends no secret', () => {
  const before = { ...BEFORE, issuer: undefined, tokenEndpoint: undefined };
  expect(ends('client_secret', before, BEFORE)).toBe(false);
});

it('a token endpoint that is not known any more ends the secret', () => {
  expect(endingBy({ tokenEndpoint: undefined })).toContain('client_secret');
});
