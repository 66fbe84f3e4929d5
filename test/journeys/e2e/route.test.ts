import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AGREEING } from '../../fakes/browser.ts';
import { type LeakWatch, watchForLeaks } from '../../fakes/leaks.ts';
import { createProgram, MASTER_KEY, type Program, type Run, type RunOptions } from '../../fakes/mcpctl.ts';
import { SECRETS, sharedProviderManifest, startWorld, type World } from '../../fakes/world.ts';

// The main road, in the order a person takes it; each test goes on where the one before it stopped.

let world: World;
let program: Program;
let watch: LeakWatch;
beforeAll(async () => {
  world = await startWorld();
  watch = watchForLeaks();
  program = createProgram({ CRM_SECRET: SECRETS.clientSecret, BROWSER: AGREEING, USER: 'somebody' });
  writeFileSync(join(program.home, 'manifest.json'), JSON.stringify(sharedProviderManifest(world)));
});
afterAll(async () => {
  watch.stop();
  await world.close();
  program.remove();
});

async function mcpctl(args: readonly string[], options?: RunOptions): Promise<Run> {
  const run = await program.run(args, options);
  watch.hear(`the output of ${args.join(' ')}`, run.out + run.err);
  return run;
}

async function succeed(...args: string[]): Promise<Run> {
  const run = await mcpctl(args);
  expect(run.code, run.err).toBe(0);
  return run;
}

/** Everything that was secret on the wire so far, and what was secret before. */
function secrets(): Set<string> {
  const sent = world.authorizationServer.requests.flatMap(({ parameters }) =>
    ['code', 'code_verifier', 'refresh_token', 'token', 'state'].map((name) => parameters[name]),
  );
  const bearers = [...world.crm.requests, ...world.calendar.requests].map(({ authorization }) =>
    authorization?.replace(/^Bearer /, ''),
  );
  const known = [SECRETS.clientSecret, MASTER_KEY, ...sent, ...bearers];
  return new Set(known.filter((each): each is string => typeof each === 'string' && each.length > 8));
}

/** The `Authorization` of every request that the server admitted. */
const bearersOf = (server: World['crm']) =>
  new Set(server.requests.flatMap(({ status, authorization }) => (status === 200 && authorization) || []));

const grants = () =>
  world.authorizationServer.requests
    .filter(({ path, status }) => path === '/token' && status === 200)
    .map(({ parameters }) => parameters.grant_type);

describe('from a manifest to a call', () => {
  it('validates', async () => {
    await succeed('validate');
  });

  it('plans, and changes nothing', async () => {
    const { code, out } = await mcpctl(['plan', '--set', 'acme.client_secret=env:CRM_SECRET']);
    expect({ code, out }).toMatchObject({ code: 0, out: expect.stringContaining('+ provider acme-desk-acme') });
    expect((await mcpctl(['list', '--json'])).json().apps ?? []).toEqual([]);
  });

  it('installs, with the secret from the environment', async () => {
    await succeed('install', '--set', 'acme.client_secret=env:CRM_SECRET', '--yes', '--verbose');
    const { json } = await mcpctl(['show', 'acme-desk', '--json']);
    expect(json().provider_bindings).toMatchObject([
      { provider_key: 'acme', oauth_provider_name: 'acme-desk-acme', oauth_provider_id: expect.any(String) },
    ]);
  });

  it('cannot call before anybody has consented, and says what to type', async () => {
    const { code, err } = await mcpctl(['call', 'crm_search', 'query=london']);
    expect({ code, err }).toMatchObject({ code: 4, err: expect.stringMatching(/next: .*mcpctl connect /) });
  });

  it('connects both collections with one consent', async () => {
    await succeed('connect', 'acme-desk-acme', '--verbose');
    expect(world.authorizationServer.requests.filter(({ path }) => path === '/auth')).toHaveLength(1);
    const { json } = await mcpctl(['status', '--json']);
    expect(json().connections).toMatchObject([
      { target: 'acme-desk/crm', status: 'connected', scopes_missing: [] },
      { target: 'acme-desk/calendar', status: 'connected', scopes_missing: [] },
    ]);
  });

  it('lists the tools of both', async () => {
    const { code, json } = await mcpctl(['tools', '--json']);
    expect(code).toBe(0);
    expect(json().tools.map(({ name }: { name: string }) => name)).toEqual([
      'crm_search',
      'crm_add_note',
      'crm_photo',
      'crm_whoami',
      'calendar_next_event',
    ]);
  });

  it('calls a tool of each, each with a token of its own, as the person who consented', async () => {
    expect(await mcpctl(['call', 'crm_search', 'query=turin', '--verbose'])).toMatchObject({
      code: 0,
      out: 'Luigi Menabrea, Taurinorum Academy, Turin\n',
    });
    expect(await mcpctl(['call', 'calendar_next_event', '{"day":"tomorrow"}'])).toMatchObject({
      code: 0,
      out: '14:00 tomorrow: tea with Mary Somerville\n',
    });
    expect((await mcpctl(['call', 'crm', 'whoami'])).out).toBe('ada\n');
    const [crm, calendar] = [bearersOf(world.crm), bearersOf(world.calendar)];
    expect(crm.size).toBe(1);
    expect(calendar.size).toBe(1);
    expect([...crm]).not.toEqual([...calendar]);
    expect(grants()).toEqual(['authorization_code', 'refresh_token']);
  });

  it('hands out a token that the server accepts', async () => {
    const { code, out } = await program.run(['token', 'crm', '--header']);
    expect(code).toBe(0);
    const [name = '', value = ''] = out.trim().split(': ');
    expect(name).toBe('Authorization');
    expect(bearersOf(world.crm)).toContain(value);
  });

  it('has shown no secret to anybody so far', () => {
    expect(secrets().size).toBeGreaterThanOrEqual(8);
    expect(watch.leaks(secrets(), program.home)).toEqual([]);
  });

  it('disconnects: the tokens are revoked, and nothing works without a new consent', async () => {
    const [bearer = ''] = bearersOf(world.crm);
    await succeed('disconnect', 'acme-desk-acme', '--yes', '--verbose');
    const answer = await fetch(world.crm.url, { method: 'POST', headers: { authorization: bearer } });
    expect(answer.status).toBe(401);
    expect((await mcpctl(['call', 'crm_search', 'query=london'])).code).toBe(4);
  });

  it('connects again and uninstalls: nothing is left, not even at the authorization server', async () => {
    await succeed('connect', 'crm');
    const bearer = [...bearersOf(world.crm)].at(-1) ?? '';
    await succeed('uninstall', 'acme-desk', '--yes');
    const answer = await fetch(world.crm.url, { method: 'POST', headers: { authorization: bearer } });
    expect(answer.status).toBe(401);
    expect((await mcpctl(['status', '--json'])).json().connections).toEqual([]);
    expect((await mcpctl(['tools', '--json'])).json().tools).toEqual([]);
  });

  it('has shown no secret to anybody in the end', () => {
    expect(watch.leaks(secrets(), program.home)).toEqual([]);
  });
});
