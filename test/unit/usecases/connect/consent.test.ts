import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { clientAuthentication } from '../../../../src/oauth/client-authentication.ts';
import { urlTarget } from '../../../../src/providers/url-target.ts';
import { Refusal } from '../../../../src/refusal.ts';
import { redeemCode, requestCode } from '../../../../src/usecases/connect/authorization-code-grant.ts';
import { connect } from '../../../../src/usecases/connect/connect.ts';
import {
  type CallbackAddress,
  type ConsentChannel,
  openAtRegisteredAddress,
  type PresentedAuthorization,
} from '../../../../src/usecases/connect/consent-channel.ts';
import { fakeClock } from '../../../fakes/clock.ts';
import { type Connecting, INPUT, SCOPE, startConnecting } from '../../../fakes/connecting.ts';

let one: Connecting;
beforeEach(async () => {
  one = await startConnecting();
});
afterEach(() => one.close());

describe('the authorization code grant', () => {
  const redirectUri = 'http://127.0.0.1:1/callback';

  async function begin() {
    const client = {
      server: { issuer: one.server.origin, token_endpoint: `${one.server.origin}/token` },
      client: { client_id: 'mine' },
      authentication: await clientAuthentication('none', { clientId: 'mine' }, undefined),
    };
    const by = { client, fetch };
    const wanted = {
      issuer: one.server.origin,
      authorizationEndpoint: `${one.server.origin}/authorize`,
      mustPush: false,
      wish: { redirectUri, scopes: ['read'], resources: [one.server.url], usePkce: true, authParams: {} },
    };
    return { by, ...(await requestCode(wanted, by)) };
  }

  it('is completed by another process that has only what the first request left', async () => {
    const { by, authorizationUrl, sent } = await begin();
    expect(new URL(authorizationUrl).searchParams.get('state')).toBe(sent.state);
    expect(authorizationUrl).not.toContain(String(sent.codeVerifier));
    const stored = JSON.parse(JSON.stringify(sent));
    const callback = new URLSearchParams({ state: sent.state, code: 'code' });
    const { accessToken } = await redeemCode(stored, callback, by);
    expect(accessToken.reveal()).toBe('good');
    expect(one.form('/token').map((form) => [form.get('redirect_uri'), form.get('resource')])).toEqual([
      [redirectUri, one.server.url],
    ]);
  });

  it.each([
    ['of another consent', { state: 'other', code: 'code' }, 'authorization-response-invalid'],
    ['of another authorization server', { iss: 'https://evil.example', code: 'code' }, 'issuer-mismatch'],
    ['that declines', { error: 'access_denied' }, 'authorization-denied'],
  ])('sends the code nowhere for a response %s', async (_what, fields, code) => {
    const { by, sent } = await begin();
    const callback = new URLSearchParams({ state: sent.state, ...fields });
    await expect(redeemCode(sent, callback, by)).rejects.toMatchObject({ code });
    expect(one.asked('/token')).toEqual([]);
  });
});

describe('the channel to the person', () => {
  const closed: string[] = [];
  const channel = (ask: ConsentChannel['ask']): ConsentChannel => ({
    redirectUri: 'http://127.0.0.1:1/callback',
    ask,
    close: async (verdict) => void closed.push(verdict),
  });
  beforeEach(() => {
    closed.length = 0;
  });

  it('is given up after the timeout, and told so', async () => {
    const clock = fakeClock();
    let asked = () => {};
    const presented = new Promise<void>((done) => {
      asked = done;
    });
    const never = (_: PresentedAuthorization, signal: AbortSignal) =>
      new Promise<never>((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason), { once: true });
        asked();
      });
    const ports = { ...one.ports, clock, openConsentChannel: async () => channel(never) };
    const target = await urlTarget(one.server.url, 'srv', SCOPE, ports);
    const connecting = connect({ ...INPUT, target, timeoutSeconds: 300 }, SCOPE, ports);
    const outcome = expect(connecting).rejects.toMatchObject({
      code: 'callback-timeout',
      hint: {
        parts: expect.arrayContaining([
          { do: 'connect', target: 'srv', timeout: 600 },
          { do: 'give', field: 'auth_param', value: 'resource=' },
          { do: 'give', field: 'client_id' },
          { do: 'give', field: 'redirect_host', value: 'localhost' },
        ]),
      },
    });
    await presented;
    await Promise.all([outcome, clock.advance(300_000)]);
    expect(closed).toEqual(['failed']);
  });

  it('is closed with what the person should be told', async () => {
    const answering = async ({ state }: PresentedAuthorization) => new URLSearchParams({ state, code: 'code' });
    const ports = { ...one.ports, openConsentChannel: async () => channel(answering) };
    const target = await urlTarget(one.server.url, 'srv', SCOPE, ports);
    await connect({ ...INPUT, target }, SCOPE, ports);
    expect(closed).toEqual(['connected']);
  });

  describe('opens', () => {
    const registration = { redirectUri: 'http://localhost:7001/callback' };
    const taken = new Refusal('port-taken', { what: 'The port is taken.', hint: 'Take another.' });

    interface Known {
      readonly registration?: typeof registration;
      readonly redirectHost?: 'localhost' | '127.0.0.1';
    }

    async function opened(provider: Known, given: Partial<CallbackAddress> = {}, takenPort?: number) {
      const addresses: CallbackAddress[] = [];
      const open = async (address: CallbackAddress) => {
        addresses.push(address);
        if (address.port !== undefined && address.port === takenPort) throw taken;
        return channel(async () => new URLSearchParams());
      };
      const outcome = await openAtRegisteredAddress(provider, given, open).catch((thrown: unknown) => thrown);
      return { addresses, outcome };
    }

    it('anywhere where nothing is registered', async () => {
      expect((await opened({})).addresses).toEqual([{ host: '127.0.0.1' }]);
    });

    it('at the registered address, and at another port when that is taken', async () => {
      expect((await opened({ registration })).addresses).toEqual([{ host: 'localhost', port: 7001 }]);
      const { addresses } = await opened({ registration }, {}, 7001);
      expect(addresses).toEqual([{ host: 'localhost', port: 7001 }, { host: 'localhost' }]);
    });

    it('at the host that a person chose, now or before', async () => {
      expect((await opened({}, { host: 'localhost' })).addresses).toEqual([{ host: 'localhost' }]);
      expect((await opened({ redirectHost: 'localhost' })).addresses).toEqual([{ host: 'localhost' }]);
      expect((await opened({ registration }, { host: '127.0.0.1' })).addresses).toEqual([{ host: '127.0.0.1' }]);
      expect((await opened({ registration, redirectHost: 'localhost' })).addresses).toEqual([
        { host: 'localhost', port: 7001 },
      ]);
    });

    it('at the given port, or not at all', async () => {
      expect((await opened({ registration }, { port: 9000 })).addresses).toEqual([{ host: 'localhost', port: 9000 }]);
      expect(await opened({ registration }, { port: 9000 }, 9000)).toMatchObject({ outcome: taken });
    });
  });
});
