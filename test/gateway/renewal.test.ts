import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from '@modelcontextprotocol/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AGREEING } from '../fakes/browser.ts';
import { connectOnStdio, startGateway } from '../fakes/gateway.ts';
import { createProgram, type Program } from '../fakes/mcpctl.ts';
import { keyManifest, SECRETS, sharedProviderManifest, startWorld, type World } from '../fakes/world.ts';

// A gateway that runs for long meets tokens that are good no longer, in the middle of its work.

const TRANSPORTS = {
  stdio: async (program: Program) => {
    const client = await connectOnStdio(program, {});
    return { client, stop: () => client.close() };
  },
  HTTP: async (program: Program) => {
    const gateway = await startGateway(program);
    return { client: await gateway.connect(), stop: gateway.stop };
  },
};

describe.each(Object.entries(TRANSPORTS))('a gateway on %s', (_name, start) => {
  let program: Program;
  let world: World;
  let client: Client;
  let stop: () => Promise<void>;

  const mcpctl = async (...args: string[]) => {
    const { code, err } = await program.run(args);
    expect(code, err).toBe(0);
  };
  const renewals = () =>
    world.authorizationServer.requests.filter(({ parameters }) => parameters.grant_type === 'refresh_token').length;
  const whoami = () => client.callTool({ name: 'crm_whoami', arguments: {} });
  const ADA = { content: [{ type: 'text', text: 'ada' }] };

  beforeAll(async () => {
    program = createProgram({ BROWSER: AGREEING, CLIENT_SECRET: SECRETS.clientSecret });
    world = await startWorld();
    const manifest = sharedProviderManifest(world);
    manifest.tool_collections.push(...(keyManifest(world).tool_collections.slice(1) as never[]));
    writeFileSync(join(program.home, 'app.json'), JSON.stringify(manifest));
    await mcpctl('install', 'app.json', '--set', 'acme.client_secret=env:CLIENT_SECRET', '--yes');
    await mcpctl('connect', 'acme-desk-acme');
    ({ client, stop } = await start(program));
  });
  afterAll(async () => {
    await stop();
    await world.close();
    program.remove();
  });

  it('renews a token that its server suddenly refuses, once for all calls, and each call succeeds', async () => {
    expect(await whoami()).toMatchObject(ADA);
    const before = renewals();
    world.authorizationServer.forget('AccessToken');
    expect(await Promise.all(Array.from({ length: 8 }, whoami))).toEqual(
      Array.from({ length: 8 }, () => expect.objectContaining(ADA)),
    );
    expect(renewals()).toBe(before + 1);
  });

  it('says who has to be connected again when that is refused, and harms nothing else', async () => {
    world.authorizationServer.forget('AccessToken');
    world.authorizationServer.forget('RefreshToken');
    const before = renewals();
    for (let call = 0; call < 2; call++) {
      const { isError, content } = await whoami();
      expect(isError).toBe(true);
      expect(content).toMatchObject([{ text: expect.stringMatching(/mcpctl connect acme-desk/) }]);
    }
    expect(renewals()).toBe(before + 1);
    expect(await client.callTool({ name: 'notes_echo', arguments: { text: 'well' } })).toMatchObject({
      content: [{ text: 'well' }],
    });
    expect((await client.listTools()).tools.map(({ name }) => name)).toContain('crm_whoami');
  });

  it('goes on after somebody has connected it, without a restart', async () => {
    await mcpctl('connect', 'acme-desk-acme');
    expect(await whoami()).toMatchObject(ADA);
  });
});
