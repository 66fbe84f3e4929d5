import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkedUrl, urlTarget } from '../../../../src/providers/url-target.ts';
import { Secret } from '../../../../src/secret.ts';
import { connect } from '../../../../src/usecases/connect/connect.ts';
import { type Connecting, INPUT, SCOPE, startConnecting } from '../../../fakes/connecting.ts';
import { serverMetadata, WELL_KNOWN } from '../../../fakes/hostile.ts';

// The grants that need no browser here, and addresses that a person types.

let one: Connecting;
beforeEach(async () => {
  one = await startConnecting();
});
afterEach(() => one.close());

describe('a code for another device (RFC 8628)', () => {
  const offering = (fields: object = {}) => ({
    [WELL_KNOWN.server]: {
      body: { ...serverMetadata(one.server.origin), device_authorization_endpoint: `${one.server.origin}/device` },
    },
    '/device': {
      body: {
        device_code: 'device',
        user_code: 'ABCD',
        verification_uri: 'https://a.example/',
        interval: 1,
        ...fields,
      },
    },
  });

  /** Connects with a clock that only counts how long it was to wait, in seconds. */
  async function waiting(): Promise<number[]> {
    const waits: number[] = [];
    const sleep = async (milliseconds: number) => void waits.push(milliseconds / 1000);
    const ports = { ...one.ports, clock: { ...one.ports.clock, sleep } };
    const target = await urlTarget(one.server.url, 'srv', SCOPE, ports);
    await connect({ ...INPUT, target, consentBy: 'device', timeoutSeconds: 60 }, SCOPE, ports);
    return waits;
  }

  it.each([
    ['400', 400],
    ['200, as GitHub does', 200],
  ])(
    'is asked about no faster than the server wants, and slower when it says so with HTTP %s',
    async (_how, status) => {
      const answers = ['authorization_pending', 'slow_down', 'authorization_pending'];
      one.server.set({
        ...offering(),
        '/token': () => {
          const error = answers.shift();
          return error ? { status, body: { error } } : { body: { access_token: 'good', token_type: 'Bearer' } };
        },
      });
      expect(await waiting()).toEqual([1, 1, 6, 6]);
    },
  );

  it.each([
    ['is no web address', { verification_uri: 'javascript:alert(1)' }],
    ['is missing', { verification_uri: undefined }],
  ])('is not shown when the address to open %s', async (_what, fields) => {
    one.server.set(offering(fields));
    await expect(waiting()).rejects.toMatchObject({ code: 'authorization-denied' });
    expect(one.asked('/token')).toEqual([]);
    expect(one.ports.notes.join()).not.toContain('javascript');
  });

  it('is shown without the shortcut when that is no web address', async () => {
    one.server.set(offering({ verification_uri_complete: 'file:///etc/passwd' }));
    await waiting();
    expect(one.ports.notes.join()).toContain('Open https://a.example/ on any device and confirm the code ABCD');
    expect(one.ports.notes.join()).not.toContain('passwd');
  });

  it('ends at once when the person says no', async () => {
    one.server.set({ ...offering(), '/token': { status: 400, body: { error: 'access_denied' } } });
    await expect(waiting()).rejects.toMatchObject({ code: 'token-refused' });
    expect(one.asked('/token')).toHaveLength(1);
  });
});

describe('an assertion (RFC 7523)', () => {
  const assertion = { source: { reference: 'env:JWT' }, token: new Secret('the assertion') };

  it.each([
    [{ status: 400, body: { error: 'invalid_grant' } }, 'token-refused'],
    [{ status: 503 }, 'server-error'],
  ])('that gets %j is not sent a second time', async (answer, code) => {
    one.server.set({ '/token': answer });
    await expect(one.connect({ assertion, clientId: 'robot' })).rejects.toMatchObject({ code });
    expect(one.form('/token').map((form) => form.get('assertion'))).toEqual(['the assertion']);
    expect(one.asked('/authorize')).toEqual([]);
  });
});

it('an authorization endpoint keeps its own query, and ours counts where both have a name', async () => {
  const authorization_endpoint = `${one.server.origin}/authorize?tenant=7&state=theirs`;
  one.server.set({ [WELL_KNOWN.server]: { body: { ...serverMetadata(one.server.origin), authorization_endpoint } } });
  await one.connect();
  const [asked] = one.asked('/authorize');
  expect(asked?.query.get('tenant')).toBe('7');
  expect(asked?.query.getAll('state')).not.toContain('theirs');
});

describe('an address that is typed', () => {
  it.each(['https://mcp.example.com', 'https://mcp.example.com/', 'http://127.0.0.1:1/mcp?a=b'])(
    '%s is taken',
    (text) => {
      expect(checkedUrl(text)).toBe(text);
    },
  );

  it.each([
    'https:\\\\mcp.example.com',
    'ht\ttps://mcp.example.com',
    'https://mcp.example.com/a/../b',
    'https://MCP.example.com/',
    'https://mcp.example.com:443/',
    'https://me@mcp.example.com/',
    'https://mcp.example.com/#x',
    'https://１２７.0.0.1/',
    'https://0x7f.1/',
    ' https://mcp.example.com/',
    'javascript:alert(1)',
    'file:///etc/passwd',
  ])('%j is refused, since it would be read as something else', (text) => {
    expect(() => checkedUrl(text)).toThrowError(expect.objectContaining({ code: 'url-refused' }));
  });
});
