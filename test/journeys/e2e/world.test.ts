import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/adapters/clock.ts';
import { openSession } from '../../../src/mcp/open-session.ts';
import { AGREEING, REFUSING } from '../../fakes/browser.ts';
import { finished } from '../../fakes/mcpctl.ts';
import { CALENDAR_SCOPES, SECRETS, startWorld, type World } from '../../fakes/world.ts';

// The fakes are what every other test believes in, so they are tried out by hand: no code of ours connects here.

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

const VERIFIER = 'a-code-verifier-of-at-least-forty-three-characters';
const CHALLENGE = await crypto.subtle
  .digest('SHA-256', new TextEncoder().encode(VERIFIER))
  .then((digest) => Buffer.from(digest).toString('base64url'));

describe('the fake world', () => {
  it('gives one consent for two resources, and a token for each by refreshing', async () => {
    const { redirectUri, query } = await authorize(AGREEING, [world.crm.url, world.calendar.url]);
    expect(query.get('error_description')).toBeNull();
    expect(query.get('iss')).toBe(world.authorizationServer.issuer);
    const first = await token({
      grant_type: 'authorization_code',
      code: query.get('code') ?? '',
      redirect_uri: redirectUri,
      code_verifier: VERIFIER,
      resource: world.crm.url,
    });
    expect(first).toMatchObject({ token_type: 'Bearer', scope: 'contacts.read', refresh_token: expect.any(String) });
    const second = await token({
      grant_type: 'refresh_token',
      refresh_token: first.refresh_token,
      resource: world.calendar.url,
    });
    expect(second).toMatchObject({ scope: CALENDAR_SCOPES.join(' ') });
    expect(await toolsWith(world.crm.url, first.access_token)).toContain('search');
    expect(await toolsWith(world.calendar.url, second.access_token)).toEqual(['next_event']);
    await expect(toolsWith(world.crm.url, second.access_token)).rejects.toMatchObject({ code: 'server-error' });
  });

  it('lets a person say no', async () => {
    const { query } = await authorize(REFUSING, [world.crm.url]);
    expect(query.get('error')).toBe('access_denied');
  });

  it('challenges a request without a token, and names its metadata', async () => {
    const response = await fetch(world.crm.url, { method: 'POST', body: '{}' });
    expect(response.status).toBe(401);
    const challenge = response.headers.get('www-authenticate') ?? '';
    const metadata = await fetch(/resource_metadata="([^"]+)"/.exec(challenge)?.[1] ?? '').then((each) => each.json());
    expect(metadata).toMatchObject({
      resource: world.crm.url,
      authorization_servers: [world.authorizationServer.issuer],
    });
  });
});

async function authorize(browser: string, resources: readonly string[]) {
  let query = new URLSearchParams();
  const callback = createServer((request, response) => {
    query = new URL(request.url ?? '', 'http://127.0.0.1').searchParams;
    response.end('<p>Thank you.</p>');
  });
  await new Promise<void>((done) => callback.listen(0, '127.0.0.1', done));
  const redirectUri = `http://127.0.0.1:${(callback.address() as AddressInfo).port}/callback`;
  const url = new URL(`${world.authorizationServer.issuer}/auth`);
  url.search = new URLSearchParams([
    ['client_id', 'acme-desk'],
    ['response_type', 'code'],
    ['redirect_uri', redirectUri],
    ['scope', `contacts.read ${CALENDAR_SCOPES.join(' ')}`],
    ['code_challenge', CHALLENGE],
    ['code_challenge_method', 'S256'],
    ...resources.map((resource) => ['resource', resource]),
  ]).toString();
  const [program = '', ...args] = browser.split(' ');
  const run = await finished(spawn(program, [...args, url.href], { env: { PATH: process.env.PATH } }));
  callback.close();
  expect(run).toMatchObject({ code: 0, err: '' });
  return { redirectUri, query };
}

async function token(parameters: Record<string, string>) {
  const credentials = Buffer.from(`acme-desk:${SECRETS.clientSecret}`).toString('base64');
  const response = await fetch(`${world.authorizationServer.issuer}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${credentials}` },
    body: new URLSearchParams(parameters),
  });
  return response.json();
}

async function toolsWith(url: string, accessToken: string): Promise<string[]> {
  const session = await openSession({
    clock: systemClock,
    url,
    fetch: (input, init) => {
      const headers = new Headers(init?.headers);
      headers.set('authorization', `Bearer ${accessToken}`);
      return fetch(input, { ...init, headers });
    },
  });
  const { tools } = await session.listTools();
  await session.close();
  return tools.map(({ name }) => name);
}
