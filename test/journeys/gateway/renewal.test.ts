import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from '@modelcontextprotocol/client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { AGREEING } from '../../fakes/browser.ts';
import { connectOnStdio, type RunningGateway, startGateway } from '../../fakes/gateway.ts';
import { createProgram, type Program } from '../../fakes/mcpctl.ts';
import { keyManifest, SECRETS, sharedProviderManifest, startWorld, type World } from '../../fakes/world.ts';

// A gateway that runs for long meets tokens that are good no longer, in the middle of its work.

let program: Program;
let world: World;
let gateway: RunningGateway;
/** Of a gateway on stdio, and of another one over HTTP. */
let clients: Client[];

beforeAll(async () => {
  program = createProgram({ BROWSER: AGREEING, CLIENT_SECRET: SECRETS.clientSecret });
  world = await startWorld();
  const manifest = sharedProviderManifest(world);
  manifest.tool_collections.push(...(keyManifest(world).tool_collections.slice(1) as never[]));
  writeFileSync(join(program.home, 'app.json'), JSON.stringify(manifest));
  await mcpctl('install', 'app.json', '--set', 'acme.client_secret=env:CLIENT_SECRET', '--yes');
  await mcpctl('connect', 'acme-desk-acme');
  gateway = await startGateway(program);
  clients = await Promise.all([connectOnStdio(program, {}), gateway.connect()]);
});
afterAll(async () => {
  await Promise.all(clients.map((client) => client.close()));
  await gateway.stop();
  await world.close();
  program.remove();
});

async function mcpctl(...args: string[]): Promise<void> {
  const { code, err } = await program.run(args);
  expect(code, err).toBe(0);
}

const renewals = () =>
  world.authorizationServer.requests.filter(({ parameters }) => parameters.grant_type === 'refresh_token').length;
/** Everybody calls so many times at once. */
const whoami = (times = 1) =>
  Promise.all(
    clients.flatMap((client) =>
      Array.from({ length: times }, () => client.callTool({ name: 'crm_whoami', arguments: {} })),
    ),
  );
const everybody = (times: number, answer: object) => Array.from({ length: 2 * times }, () => answer);
const ADA = expect.objectContaining({ content: [{ type: 'text', text: 'ada' }] });

it('a token that its server suddenly refuses is renewed, once for all calls of all gateways, and each call succeeds', async () => {
  expect(await whoami()).toEqual(everybody(1, ADA));
  const before = renewals();
  world.authorizationServer.forget('AccessToken');
  expect(await whoami(4)).toEqual(everybody(4, ADA));
  expect(renewals()).toBe(before + 1);
});

it('when that is refused, each call says what has to be connected again, and nothing else is harmed', async () => {
  world.authorizationServer.forget('AccessToken');
  world.authorizationServer.forget('RefreshToken');
  const before = renewals();
  const told = { isError: true, content: [{ type: 'text', text: expect.stringMatching(/mcpctl connect acme-desk/) }] };
  expect(await whoami(2)).toEqual(everybody(2, expect.objectContaining(told)));
  expect(renewals()).toBe(before + 1);
  for (const client of clients) {
    expect(await client.callTool({ name: 'notes_echo', arguments: { text: 'well' } })).toMatchObject({
      content: [{ text: 'well' }],
    });
    expect((await client.listTools()).tools.map(({ name }) => name)).toContain('crm_whoami');
  }
});

it('the same gateways go on after somebody has connected it', async () => {
  await mcpctl('connect', 'acme-desk-acme');
  expect(await whoami()).toEqual(everybody(1, ADA));
});
