import { expect, it } from 'vitest';
import { foundServer, type Importable } from '../../../src/client-files/found-server.ts';
import type { ClientName } from '../../../src/compile/clients.ts';
import { importedSettings, variablesOf } from '../../../src/usecases/clients/imported-settings.ts';

const URL = 'https://crm.example/mcp';
const V = (text: string) => `\${${text}}`;

function found(entry: object, client: ClientName = 'claude-code'): Importable {
  const server = foundServer('crm', entry, client);
  if ('why' in server) throw new Error(server.why);
  return server;
}

/** The headers that are sent, in an environment with KEY. */
function sent(value: string, client?: ClientName) {
  const { settings, inFile } = importedSettings(
    found({ url: URL, headers: { 'X-Key': value } }, client),
    new Map([['KEY', 'the-key']]),
  );
  const { 'X-Key': secret } = settings.config.headers ?? {};
  return [typeof secret === 'object' && secret.reveal(), inFile] as const;
}

it.each([
  ['as the whole value', V('KEY'), 'the-key', []],
  ['after other text', `Token ${V('KEY')}`, 'Token the-key', []],
  ['between other text', `a${V('env:KEY')}b`, 'atheykeyb'.replace('theykey', 'the-key'), []],
  ['twice', `${V('KEY')}:${V('KEY')}`, 'the-key:the-key', []],
  ['with a fallback that is not needed', V('KEY:-other'), 'the-key', []],
  ['with a fallback that is, and that is text of the file', V('GONE:-other'), 'other', ['X-Key']],
  ['no variable at all', 'pa$$w0rd$abc', 'pa$$w0rd$abc', ['X-Key']],
] as const)('resolves a variable %s', (_where, value, resolved, inFile) => {
  expect(sent(value)).toEqual([resolved, inFile]);
});

it('reads $NAME for Gemini CLI, which replaces it', () => {
  expect(sent('Token $KEY', 'gemini')).toEqual(['Token the-key', []]);
});

it.each([
  ['$KEY', 'has a variable that this client does not replace'],
  ['Token $KEY', 'has a variable that this client does not replace'],
  [V('input:key'), 'is asked of a person each time'],
  [`Token ${V('input:key')}`, 'is asked of a person each time'],
  [V('userHome'), 'only the client knows'],
  [V('file:/etc/passwd'), 'only the client knows'],
  [V('command:x.y'), 'only the client knows'],
  [`${'${'}KEY:-${V('OTHER')}}`, 'variable inside a variable'],
  ['a ${KEY'.replace('KEY', 'OPEN'), 'does not replace'],
  [V('MCPCTL_MASTER_KEY'), 'no server gets'],
  [`x${V('env:mcpctl_database_url')}`, 'no server gets'],
  [V('MCPCTL_PASSPHRASE:-x'), 'no server gets'],
])('skips a server with %s in a header, and says why', (value, why) => {
  const entry = { url: URL, headers: { Authorization: `Bearer ${value}` } };
  expect(foundServer('crm', entry, 'claude-code')).toEqual({ why: expect.stringContaining(why) });
});

it.each([
  ['of an address', { url: `https://${V('HOST')}/mcp` }],
  ['of an address that a person gives', { url: `https://${V('input:domain')}/mcp` }],
  ['in the query', { url: `${URL}?key=${V('KEY')}` }],
  ['without braces', { url: `${URL}?key=$KEY` }],
  ['of a bridge', { command: 'npx', args: ['mcp-remote', `https://${V('HOST')}/mcp`] }],
  ['in the name of a header', { url: URL, headers: { [V('NAME')]: 'x' } }],
  ['that Codex names', { url: URL, bearer_token_env_var: 'MCPCTL_MASTER_KEY' }],
])('skips a server with a variable %s', (_where, entry) => {
  expect(foundServer('crm', entry, 'cursor')).toEqual({ why: expect.any(String) });
});

it.each([
  ['disabled', { disabled: true }],
  ['not enabled', { enabled: false }],
  ['with headers of a program', { headersHelper: './token.sh' }],
  ['with tokens of Google', { authProviderType: 'google_credentials' }],
])('skips a server that is %s', (_how, member) => {
  expect(foundServer('crm', { url: URL, ...member }, 'gemini')).toEqual({ why: expect.any(String) });
});

it('gives a bridge the variables of its own entry, and reads theirs', () => {
  const args = ['mcp-remote', URL, '--header', `Authorization:${V('AUTH')}`, '--header', `X-Tenant: ${V('TENANT')}`];
  const server = found({ command: 'npx', args, env: { AUTH: `Bearer ${V('KEY')}` } });
  expect(server.token).toEqual([{ name: 'KEY' }]);
  expect(variablesOf(server)).toEqual(['TENANT', 'KEY']);
  expect(server.unread).toEqual([]);
});

it.each<[string, object, object]>([
  ['Cursor', { auth: { CLIENT_ID: 'abc', CLIENT_SECRET: 's3cret', scopes: ['read'] } }, { scopes: ['read'] }],
  [
    'Gemini',
    { oauth: { clientId: 'abc', clientSecret: 's3cret', tokenUrl: 'https://a.example/t' } },
    { tokenUrl: 'https://a.example/t' },
  ],
])('takes over the OAuth client of %s', (_client, members, more) => {
  const server = found({ url: URL, ...members });
  expect(server).toMatchObject({ client: { id: ['abc'], secret: ['s3cret'], ...more }, unread: [] });
});

it.each([
  ['as an argument', JSON.stringify({ client_id: 'abc', client_secret: 's3cret' }), {}],
  ['in a variable of the entry', V('INFO'), { INFO: '{"client_id":"abc","client_secret":"s3cret"}' }],
  ['with its secret in a variable', `{"client_id":"abc","client_secret":"${V('S')}"}`, { S: 's3cret' }],
])('takes over the OAuth client of a bridge %s', (_where, info, env) => {
  const server = found({ command: 'npx', args: ['mcp-remote', URL, '--static-oauth-client-info', info], env });
  expect(server).toMatchObject({ client: { id: ['abc'], secret: ['s3cret'] }, unread: [] });
});

it('skips a bridge whose OAuth client is in another file', () => {
  const args = ['mcp-remote', URL, '--static-oauth-client-info', '@/home/ada/client.json'];
  expect(foundServer('crm', { command: 'npx', args }, 'cursor')).toEqual({ why: expect.stringContaining('by hand') });
});

it('names the secrets that it does not read', () => {
  expect(found({ url: URL, auth: { PASSWORD: 'x' }, env: { API_KEY: 'y' }, timeout: 3 }).unread).toEqual([
    'auth.PASSWORD',
    'env.API_KEY',
  ]);
  const both = { headers: { Authorization: 'Bearer x' }, auth: { CLIENT_ID: 'abc', CLIENT_SECRET: 'y' } };
  expect(found({ url: URL, ...both }).unread).toEqual(['auth.CLIENT_SECRET']);
});
