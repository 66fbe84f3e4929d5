import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportJWK, exportPKCS8, generateKeyPair } from 'jose';
import { afterEach, describe, expect, it } from 'vitest';
import {
  type AuthorizationServer,
  type AuthorizationServerOptions,
  machine,
  native,
  startAuthorizationServer,
} from '../../fakes/authorization-server.ts';
import { AGREEING } from '../../fakes/browser.ts';
import { expireTokens } from '../../fakes/expire.ts';
import { type FakeMcpServer, startMcpServer } from '../../fakes/mcp-server.ts';
import { createProgram, type Program } from '../../fakes/mcpctl.ts';
import { crmTools } from '../../fakes/tools.ts';

// What a real authorization server demands beyond the ordinary road, each through the program itself.

const closing: (() => unknown)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

interface Place {
  readonly program: Program;
  readonly authorizationServer: AuthorizationServer;
  readonly crm: FakeMcpServer;
  succeed(...args: string[]): Promise<string>;
  /** The requests to a path of the authorization server. */
  sent(path: string): { status: number; parameters: Readonly<Record<string, unknown>> }[];
}

async function start(options: AuthorizationServerOptions = {}, protection: { dpop?: boolean } = {}): Promise<Place> {
  const authorizationServer = await startAuthorizationServer(options);
  const scopes = ['contacts.read'];
  const crm = await startMcpServer({
    name: 'CRM',
    tools: crmTools,
    protection: { kind: 'oauth', issuer: authorizationServer.issuer, scopes, ...protection },
  });
  authorizationServer.addResource(crm.url, scopes);
  const program = createProgram({ BROWSER: AGREEING });
  closing.push(authorizationServer.close, crm.close, program.remove);
  return {
    program,
    authorizationServer,
    crm,
    async succeed(...args) {
      const { code, out, err } = await program.run(args);
      expect(code, err).toBe(0);
      return out;
    },
    sent: (path) => authorizationServer.requests.filter((request) => request.path === path),
  };
}

describe('pushed authorization requests, required (RFC 9126)', () => {
  it('are pushed, and the consent goes on from there', async () => {
    const { crm, succeed, sent } = await start({
      features: { pushedAuthorizationRequests: { enabled: true, requirePushedAuthorizationRequests: true } },
    });
    await succeed('connect', crm.url, '--name', 'crm');
    expect(await succeed('call', 'crm_whoami')).toBe('ada\n');
    expect(sent('/request')).toMatchObject([{ status: 201, parameters: { code_challenge_method: 'S256' } }]);
  });

  it('are demanded: a client that does not push is turned away', async () => {
    const { authorizationServer } = await start({
      clients: [{ ...native, client_id: 'plain', token_endpoint_auth_method: 'none' }],
      features: { pushedAuthorizationRequests: { enabled: true, requirePushedAuthorizationRequests: true } },
    });
    const query = 'client_id=plain&response_type=code&redirect_uri=http://127.0.0.1:1/callback&scope=openid';
    const { headers } = await fetch(`${authorizationServer.issuer}/auth?${query}`, { redirect: 'manual' });
    expect(headers.get('location')).toContain('error=invalid_request');
  });
});

describe('tokens bound to a key (RFC 9449)', () => {
  const NONCES = { dPoP: { enabled: true, nonceSecret: Buffer.alloc(32, 3), requireNonce: () => true } };

  it('are asked for and used with proofs, and nonces are taken from both ends', async () => {
    const { crm, succeed, sent } = await start({ features: NONCES }, { dpop: true });
    await succeed('connect', crm.url, '--name', 'crm');
    expect(await succeed('call', 'crm_whoami')).toBe('ada\n');
    const schemes = new Set(crm.requests.flatMap(({ authorization }) => authorization?.split(' ')[0] ?? []));
    expect(schemes).toEqual(new Set(['DPoP']));
    // Without a nonce first, then with the one that the server gave.
    expect(sent('/token').map(({ status }) => status)).toEqual([400, 200]);
  });

  it('are renewed with the same key, by another process', async () => {
    const { crm, program, succeed, sent } = await start({ features: NONCES }, { dpop: true });
    await succeed('connect', crm.url, '--name', 'crm');
    await expireTokens(program.home);
    expect(await succeed('call', 'crm_whoami')).toBe('ada\n');
    const renewals = sent('/token').filter(({ parameters }) => parameters.grant_type === 'refresh_token');
    expect(renewals.map(({ status }) => status)).toEqual([400, 200]);
  });
});

describe('clients with a private key (RFC 7523)', () => {
  const JWT_BEARER = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

  async function keyOf(algorithm: 'ES256' | 'RS256' | 'PS256' | 'ES384' | 'EdDSA') {
    const { privateKey, publicKey } = await generateKeyPair(algorithm, { extractable: true });
    const jwk = { ...(await exportJWK(publicKey)), kid: 'its-key', use: 'sig', alg: algorithm };
    return { jwks: { keys: [jwk] }, pem: await exportPKCS8(privateKey), privateKey };
  }

  it.each(['ES256', 'RS256'] as const)('sign an assertion of their own for each token (%s)', async (algorithm) => {
    const { jwks, pem } = await keyOf(algorithm);
    const client = { token_endpoint_auth_method: 'private_key_jwt', token_endpoint_auth_signing_alg: algorithm, jwks };
    const { crm, program, succeed, sent } = await start({ clients: [{ ...native, client_id: 'keyed', ...client }] });
    writeFileSync(join(program.home, 'key.pem'), pem, { mode: 0o600 });
    await succeed('connect', crm.url, '--name', 'crm', '--client-id', 'keyed', '--client-secret', 'file:key.pem');
    await expireTokens(program.home);
    expect(await succeed('call', 'crm_whoami')).toBe('ada\n');
    const requests = sent('/token').map(({ status, parameters }) => [status, parameters.client_assertion_type]);
    expect(requests).toEqual([
      [200, JWT_BEARER],
      [200, JWT_BEARER],
    ]);
    const assertions = new Set(sent('/token').map(({ parameters }) => parameters.client_assertion));
    expect(assertions.size).toBe(2);
  });

  it('need nobody, where the grant is for machines', async () => {
    const { jwks, privateKey } = await keyOf('ES256');
    const client = { token_endpoint_auth_method: 'private_key_jwt', token_endpoint_auth_signing_alg: 'ES256', jwks };
    const { crm, program, succeed } = await start({ clients: [{ ...machine, client_id: 'robot', ...client }] });
    const jwk = { ...(await exportJWK(privateKey)), kid: 'its-key' };
    writeFileSync(join(program.home, 'key.json'), JSON.stringify(jwk), { mode: 0o600 });
    writeFileSync(join(program.home, 'mcpctl.json'), JSON.stringify(robotManifest(crm.url)));
    await succeed('install', '--yes', '--set', 'robot.client_secret=file:key.json');
    const { code, err } = await program.run(['connect', 'crm']);
    expect(code, err).toBe(0);
    expect(err).not.toContain('PKCE');
    expect(await succeed('token', 'crm', '--header')).toMatch(/^Authorization: Bearer \S+\n$/);
  });
});

describe('a confidential client, registered', () => {
  it('is revoked with its tokens when it is disconnected', async () => {
    const { crm, succeed, sent, program } = await start();
    await succeed('connect', crm.url, '--name', 'crm');
    const before = (await succeed('token', 'crm')).trim();
    await succeed('disconnect', 'crm');
    expect(sent('/token/revocation').map(({ status }) => status)).toEqual([200, 200]);
    const { status } = await fetch(crm.url, { method: 'POST', headers: { authorization: `Bearer ${before}` } });
    expect(status).toBe(401);
    expect((await program.run(['token', 'crm'])).code).toBe(4);
  });

  it('keeps its grant over many rotations', async () => {
    const { crm, program, succeed, sent } = await start();
    await succeed('connect', crm.url, '--name', 'crm');
    for (let round = 0; round < 3; round++) {
      await expireTokens(program.home);
      await succeed('token', 'crm');
    }
    const used = sent('/token').flatMap(({ parameters }) => parameters.refresh_token ?? []);
    expect(new Set(used).size).toBe(3);
  });
});

function robotManifest(url: string) {
  return {
    name: 'robot-app',
    version: '1.0.0',
    oauth_providers: {
      robot: { grant_type: 'client_credentials', client_id: 'robot', required_at_install: ['client_secret'] },
    },
    tool_collections: [
      {
        type: 'mcp',
        id: 'crm',
        url,
        name: 'CRM',
        description: 'Contacts.',
        namespace: 'crm',
        auth: 'oauth',
        oauth_provider: 'robot',
        oauth_scopes: ['contacts.read'],
      },
    ],
  };
}
