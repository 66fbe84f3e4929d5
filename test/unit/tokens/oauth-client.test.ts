import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { urlTarget } from '../../../src/providers/url-target.ts';
import { Secret } from '../../../src/secret.ts';
import { registrationTokenContext } from '../../../src/tokens/associated-data.ts';
import { connect } from '../../../src/usecases/connect/connect.ts';
import { type Connecting, INPUT, SCOPE, startConnecting } from '../../fakes/connecting.ts';
import { type Asked, serverMetadata, WELL_KNOWN } from '../../fakes/hostile.ts';
import { consentIn, followRedirects } from '../../fakes/ports.ts';

// The client that speaks for us: which one it is, how it proves itself, and what is kept of it.

let one: Connecting;
beforeEach(async () => {
  one = await startConnecting();
});
afterEach(() => one.close());

/** How a request to the token endpoint proves who sends it. */
function proof({ headers, body }: Asked) {
  const form = new URLSearchParams(body);
  return {
    basic: headers.authorization && atob(headers.authorization.replace('Basic ', '')),
    post: form.get('client_secret'),
    id: form.get('client_id'),
  };
}
const registered = (fields: object) => ({ '/register': { status: 201, body: { client_id: 'made', ...fields } } });
const lastProof = () => proof(one.asked('/token').at(-1) as Asked);

describe('a registered client', () => {
  it.each([
    ['client_secret_post', { basic: undefined, post: 'made secret', id: 'made' }],
    ['client_secret_basic', { basic: 'made:made+secret', post: null, id: null }],
    ['none', { basic: undefined, post: null, id: 'made' }],
  ])('proves itself with the method that the server says: %s', async (method, expected) => {
    one.server.set(registered({ client_secret: 'made secret', token_endpoint_auth_method: method }));
    await one.connect();
    expect(lastProof()).toEqual(expected);
    await one.connect();
    expect(lastProof()).toEqual(expected);
    expect(one.asked('/register')).toHaveLength(1);
  });

  it('keeps what is needed to manage it, sealed where it is secret', async () => {
    const fields = { registration_access_token: 'manage me', registration_client_uri: `${one.server.origin}/client` };
    one.server.set(registered({ ...fields, client_secret: 'made secret', client_secret_expires_at: 4_000_000_000 }));
    await one.connect();
    const provider = await one.provider();
    expect(provider).toMatchObject({
      issuer: one.server.origin,
      clientId: 'made',
      clientAuthMethod: 'client_secret_basic',
      registration: { clientSecretExpiresAt: 4_000_000_000_000, registrationClientUri: fields.registration_client_uri },
    });
    const token = provider.registration?.registrationAccessToken;
    if (token === undefined) throw new Error('There is no registration token.');
    const opened = await one.ports.secrets.open(token, registrationTokenContext(provider));
    expect(opened.reveal()).toBe('manage me');
    expect(JSON.stringify(provider)).not.toMatch(/manage me|made secret/);
  });

  it.each([
    ['has no end', {}, 1],
    ['never ends', { client_secret_expires_at: 0 }, 1],
    ['ends later', { client_secret_expires_at: 4_000_000_000 }, 1],
    ['has ended', { client_secret_expires_at: 1 }, 2],
  ])('whose secret %s is registered as often as need be', async (_what, fields, times) => {
    one.server.set(registered({ client_secret: 'made secret', ...fields }));
    await one.connect();
    await one.connect();
    expect(one.asked('/register')).toHaveLength(times);
  });

  it('is registered anew for another redirect URI', async () => {
    await one.connect();
    const { port } = new URL(String((await one.provider()).registration?.redirectUri));
    const taken = await one.ports.redirects.listen({ port: Number(port) });
    await one.connect();
    await taken.close();
    const uris = one.asked('/register').map(({ body }) => JSON.parse(body).redirect_uris[0]);
    expect(new Set(uris).size).toBe(2);
    expect(one.asked('/authorize').map(({ query }) => query.get('redirect_uri'))).toEqual(uris);
  });
});

describe('a client metadata document', () => {
  const clientMetadataUrl = 'https://client.example.com/metadata.json';
  const supporting = (isSupported: boolean) => ({
    [WELL_KNOWN.server]: {
      body: { ...serverMetadata(one.server.origin), client_id_metadata_document_supported: isSupported },
    },
  });

  it('is the client where the server takes one', async () => {
    one.server.set(supporting(true));
    await one.connect({ clientMetadataUrl });
    expect(one.asked('/register')).toEqual([]);
    expect(lastProof()).toEqual({ basic: undefined, post: null, id: clientMetadataUrl });
  });

  it('is left out where the server takes none', async () => {
    one.server.set(supporting(false));
    await one.connect({ clientMetadataUrl });
    expect(lastProof().id).toBe('registered');
  });

  it('comes after a client that was given', async () => {
    one.server.set(supporting(true));
    await one.connect({ clientMetadataUrl, clientId: 'mine' });
    expect(lastProof().id).toBe('mine');
  });
});

describe('PKCE', () => {
  it('sends the verifier whose hash was the challenge, a new one each time', async () => {
    await one.connect();
    await one.connect();
    const challenges = one.asked('/authorize').map(({ query }) => query.get('code_challenge'));
    const verifiers = one.form('/token').map((form) => String(form.get('code_verifier')));
    expect(verifiers.map((verifier) => createHash('sha256').update(verifier).digest('base64url'))).toEqual(challenges);
    expect(new Set(challenges).size).toBe(2);
  });

  it('is left out only for a provider that was told so, with a warning', async () => {
    await one.connect();
    const provider = await one.provider();
    await one.ports.state.write((tables) => tables.providers.save({ ...provider, usePkce: false }));
    const body = { ...serverMetadata(one.server.origin), code_challenge_methods_supported: undefined };
    one.server.set({ [WELL_KNOWN.server]: { body } });
    await one.connect();
    expect(one.asked('/authorize').at(-1)?.query.has('code_challenge')).toBe(false);
    expect(one.form('/token').at(-1)?.has('code_verifier')).toBe(false);
    expect(one.ports.notes).toContainEqual(expect.stringContaining('without PKCE'));
  });
});

describe('what is asked for', () => {
  it('is told before the browser opens', async () => {
    one.server.set({
      [WELL_KNOWN.server]: { body: { ...serverMetadata(one.server.origin), scopes_supported: ['offline_access'] } },
    });
    let told: readonly string[] = [];
    const ports = {
      ...one.ports,
      openConsentChannel: consentIn((url) => {
        told = [...one.ports.notes];
        return followRedirects(url);
      }),
    };
    const target = await urlTarget(one.server.url, 'srv', SCOPE, ports);
    await connect({ ...INPUT, target, scopes: ['read'] }, SCOPE, ports);
    expect(told).toContain(`Asking ${one.server.origin} for: read offline_access`);
  });

  it('leaves out offline_access where the authorization server does not list it', async () => {
    one.server.set({ '/mcp': (asked) => challenge(asked, 'read offline_access') });
    await expect(one.connect()).rejects.toMatchObject({ code: 'verification-failed' });
    expect(one.asked('/authorize')[0]?.query.get('scope')).toBe('read');
  });

  it('is what the provider is configured with, before what the server says', async () => {
    await one.connect();
    const provider = await one.provider();
    const scopes = [{ scope: 'mine', origin: 'installer' }];
    await one.ports.state.write((tables) => tables.providers.save({ ...provider, scopes }));
    one.server.set({ '/mcp': (asked) => challenge(asked, 'theirs') });
    await expect(one.connect()).rejects.toMatchObject({ code: 'verification-failed' });
    expect(one.asked('/authorize').at(-1)?.query.get('scope')).toBe('mine');
  });

  function challenge(_asked: Asked, scope: string) {
    return {
      status: 401,
      headers: {
        'www-authenticate': `Bearer resource_metadata="${one.server.origin}${WELL_KNOWN.resource}", scope="${scope}"`,
      },
    };
  }
});

it('never sends a secret of a given client in a redirect', async () => {
  await one.connect({ clientId: 'mine', clientSecret: new Secret('top secret') });
  expect(JSON.stringify(one.asked('/authorize'))).not.toContain('top secret');
});
