import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Given, isNeeds, type NeedsConfirmation } from '../../../../src/plan/needs.ts';
import { Secret, withoutSecrets } from '../../../../src/secret.ts';
import { clientSecretContext, serverHeaderContext } from '../../../../src/tokens/associated-data.ts';
import { deleteServer } from '../../../../src/usecases/servers/delete-server.ts';
import type { ServerPatch } from '../../../../src/usecases/servers/merge.ts';
import { createServer, showServer } from '../../../../src/usecases/servers/server.ts';
import type { ServerSettings } from '../../../../src/usecases/servers/settings.ts';
import { updateServer } from '../../../../src/usecases/servers/update-server.ts';
import { aConnection } from '../../adapters/records.ts';
import { createWork, SCOPE, type Work } from '../work.ts';

// Servers made by hand: what ends a consent is returned first, and happens only when exactly that is confirmed.

const CRM: ServerSettings = {
  name: 'crm',
  config: {
    endpoint: 'https://mcp.example.com/mcp',
    headers: { 'X-Tenant': new Secret('tenant of ours') },
    auth: {
      type: 'oauth_authorization_code_confidential_pkce',
      client_id: 'our-client',
      client_secret: new Secret('secret of ours'),
      auth_url: 'https://auth.example.com/authorize',
      token_url: 'https://auth.example.com/token',
      scopes: ['read'],
    },
  },
};

let work: Work;
beforeEach(async () => {
  work = await createWork();
  await createServer({ settings: CRM }, SCOPE, work.ports);
});
afterEach(() => work.close());

const crm = () => showServer('crm', SCOPE, work.ports);
const connections = () => work.ports.state.read((tables) => tables.connections.list('default'));
const update = (patch: Partial<ServerPatch>, given: Given = {}) =>
  updateServer({ name: 'crm', patch: { auth: {}, headers: {}, ...patch }, ...given }, SCOPE, work.ports);

async function connect(id = 'c1', user = 'ada'): Promise<void> {
  const { provider } = await crm();
  const connection = aConnection({ id, user, providerId: provider?.id });
  await work.ports.state.write((tables) => tables.connections.save(connection));
}

function needed(outcome: object): NeedsConfirmation {
  if (isNeeds(outcome) && outcome.needs === 'confirmation') return outcome;
  throw new Error('It needs no confirmation.');
}

describe('a server made by hand', () => {
  it('has an id that is no secret, although something is sealed to try the key store', async () => {
    const { server } = await crm();
    expect(withoutSecrets(JSON.stringify({ id: server.id }))).toContain(server.id);
  });

  it('is stored with its secrets sealed', async () => {
    const { server, provider } = await crm();
    if (!provider?.clientSecret || !server.headers?.['X-Tenant']) throw new Error('A secret is missing.');
    const { secrets } = work.ports;
    const secret = await secrets.open(provider.clientSecret, clientSecretContext(provider));
    const header = await secrets.open(server.headers['X-Tenant'], serverHeaderContext(server, 'X-Tenant'));
    expect([secret.reveal(), header.reveal()]).toEqual(['secret of ours', 'tenant of ours']);
  });

  it('is checked by the rules, which never see a secret', async () => {
    const auth = { type: 'token', auth_token: new Secret('a token'), client_id: 'none of its business' } as const;
    const settings = { name: 'other', config: { endpoint: 'https://mcp.example.com/mcp', auth } };
    await expect(createServer({ settings }, SCOPE, work.ports)).rejects.toMatchObject({ code: 'server-invalid' });
  });

  it('changes its scopes without a question, and keeps its secrets and consents', async () => {
    await connect();
    expect(isNeeds(await update({ auth: { scopes: ['read', 'write'] } }))).toBe(false);
    const { server, provider } = await crm();
    expect([provider?.clientSecret === undefined, Object.keys(server.headers ?? {})]).toEqual([false, ['X-Tenant']]);
    expect(await connections()).toHaveLength(1);
  });

  it('changes its URL without a question where nobody is connected', async () => {
    expect(isNeeds(await update({ url: 'https://mcp.example.org/mcp' }))).toBe(false);
    expect((await crm()).server.url).toBe('https://mcp.example.org/mcp');
  });

  it('sends its client secret to no other token endpoint', async () => {
    await update({ auth: { token_url: 'https://evil.example.com/token' } });
    const { provider } = await crm();
    expect([provider?.clientId, provider?.clientSecret]).toEqual(['our-client', undefined]);
  });

  it('returns what changes and who is disconnected by it, and changes nothing', async () => {
    await connect();
    const auth = { client_id: 'another', client_secret: new Secret('another secret') };
    const needs = needed(await update({ auth }));
    expect(needs.consequences).toEqual([
      {
        kind: 'server-updated',
        name: 'crm',
        changes: [
          { field: 'client_id', from: 'our-client', to: 'another' },
          { field: 'client_secret', from: '<kept>', to: '[secret]' },
        ],
      },
      { kind: 'connections-ended', of: 'crm', users: ['ada'] },
    ]);
    expect(JSON.stringify(needs)).not.toContain('another secret');
    expect([(await crm()).provider?.clientId, await connections()]).toMatchObject(['our-client', [{ user: 'ada' }]]);
  });

  it('changes only as it was confirmed', async () => {
    await connect();
    const { digest: confirm } = needed(await update({ url: 'https://mcp.example.org/mcp' }));
    needed(await update({ url: 'https://evil.example.org/mcp' }, { confirm }));
    await connect('c2', 'bob');
    const again = needed(await update({ url: 'https://mcp.example.org/mcp' }, { confirm }));
    expect(again.consequences).toContainEqual({ kind: 'connections-ended', of: 'crm', users: ['ada', 'bob'] });
    await update({ url: 'https://mcp.example.org/mcp' }, { confirm: again.digest });
    expect([(await crm()).server.url, await connections()]).toEqual(['https://mcp.example.org/mcp', []]);
  });

  it('is deleted with its consents, once that is confirmed', async () => {
    await connect();
    const needs = needed(await deleteServer({ name: 'crm' }, SCOPE, work.ports));
    expect(needs.consequences).toEqual([
      { kind: 'server-deleted', name: 'crm' },
      { kind: 'connections-ended', of: 'crm', users: ['ada'] },
    ]);
    expect((await crm()).server.name).toBe('crm');
    const deleted = await deleteServer({ name: 'crm', confirm: needs.digest }, SCOPE, work.ports);
    expect(deleted).toMatchObject({ revocations: [{ user: 'ada', outcome: 'unsupported' }] });
    await expect(crm()).rejects.toMatchObject({ code: 'target-unknown' });
  });
});
