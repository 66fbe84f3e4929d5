import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ServerMetadata } from '../../../../src/oauth/server-metadata.ts';
import { applyDiscovery, contradictions } from '../../../../src/providers/apply-discovery.ts';
import { newProvider } from '../../../../src/providers/new-provider.ts';
import type { Provider, Server } from '../../../../src/records.ts';
import { serverOf } from '../../../../src/targets.ts';
import { connect } from '../../../../src/usecases/connect/connect.ts';
import { type Connecting, INPUT, SCOPE, startConnecting } from '../../../fakes/connecting.ts';

// An endpoint that a person or a manifest gave, and metadata that names another one.

const bare = newProvider({ id: 'p', project: SCOPE.project, origin: 'manual', name: 'srv', now: 0 });
const giving = (endpoints: Record<string, string>): Provider => ({
  ...bare,
  endpoints: Object.fromEntries(Object.entries(endpoints).map(([name, value]) => [name, { value, from: 'given' }])),
});

describe('metadata beside given endpoints', () => {
  const AUTH = 'https://auth.example.com';
  const metadata: ServerMetadata = {
    issuer: AUTH,
    endpoints: { authorization: `${AUTH}/authorize`, token: `${AUTH}/token`, revocation: `${AUTH}/revoke` },
    issInResponse: false,
    clientIdMetadataDocument: false,
    requiresPushedAuthorization: false,
  };
  const discovery = { probe: { requiresAuth: 'unknown', reason: '' } as const, server: metadata };
  const valuesOf = (provider: Provider) =>
    Object.fromEntries(Object.entries(applyDiscovery(provider, discovery).endpoints).map(([n, e]) => [n, e.value]));

  it.each([`${AUTH}/wrong`, `${AUTH}/authorize/`, `${AUTH}/authorize?tenant=1`])(
    'fills in the rest around %s',
    (given) => {
      const provider = giving({ authorization: given });
      expect(valuesOf(provider)).toEqual({ ...metadata.endpoints, authorization: given });
      expect(contradictions(metadata, provider)).toEqual([
        { endpoint: 'authorization', given, found: `${AUTH}/authorize` },
      ]);
    },
  );

  it('fills in nothing around an endpoint of another server, which would get what belongs to that', () => {
    const given = { authorization: 'https://other.example.com/authorize' };
    expect(valuesOf(giving(given))).toEqual(given);
  });

  it('contradicts nothing that it does not name, or names alike', () => {
    const given = { registration: 'https://other.example.com/register', token: `${AUTH}/token` };
    expect(contradictions(metadata, giving(given))).toEqual([]);
  });
});

describe('connect', () => {
  let one: Connecting;
  beforeEach(async () => {
    one = await startConnecting();
  });
  afterEach(() => one.close());

  async function connecting(provider: Provider) {
    const warned: string[] = [];
    const { url } = one.server;
    const names = { name: 'srv', displayName: 'srv', namespace: 'srv', url };
    const made = { id: 's', project: SCOPE.project, createdAt: 0, updatedAt: 0 };
    const server: Server = { ...made, ...names, auth: 'oauth', providerId: provider.id };
    const ports = { ...one.ports, progress: { ...one.ports.progress, warn: (text: string) => warned.push(text) } };
    await ports.state.write(async (tables) => {
      await tables.providers.save(provider);
      await tables.servers.save(server);
    });
    const servers = [serverOf(server, [provider])];
    await connect({ ...INPUT, target: { kind: 'provider', name: 'srv', provider, servers } }, SCOPE, ports);
    return warned;
  }

  it('uses the given endpoint, discovers the others, and tells both values', async () => {
    const given = `${one.server.origin}/authorize?tenant=1`;
    const [warned] = await connecting(giving({ authorization: given }));
    expect(warned).toContain(given);
    expect(warned).toContain(`names ${one.server.origin}/authorize.`);
    expect((await one.provider()).endpoints).toMatchObject({
      authorization: { value: given, from: 'given' },
      token: { value: `${one.server.origin}/token`, from: 'discovered' },
    });
  });

  it('refuses to mix two servers, with both values and what to give', async () => {
    const given = 'https://other.example.com/authorize';
    await expect(connecting(giving({ authorization: given }))).rejects.toMatchObject({
      code: 'issuer-mismatch',
      details: { contradictions: [{ given, found: `${one.server.origin}/authorize` }] },
    });
    expect(one.paths()).not.toContain('/token');
  });
});
