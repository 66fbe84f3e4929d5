import { afterAll, beforeAll, expect, it } from 'vitest';
import { AGREEING, AS_GRACE, REFUSING } from '../fakes/browser.ts';
import { type Listener, listen } from '../fakes/http.ts';
import { createProgram, type Program } from '../fakes/mcpctl.ts';
import { startWorld, type World } from '../fakes/world.ts';

// A registration is good for one redirect URI. Where its port is taken another client is registered, and the one before is
// deleted at its server (RFC 7592) as soon as nobody's consent is with it.

let world: World;
let program: Program;
const taken: (Listener | undefined)[] = [];
beforeAll(async () => {
  world = await startWorld();
  program = createProgram();
});
afterAll(async () => {
  await Promise.all(taken.map((each) => each?.close()));
  await world.close();
  program.remove();
});

const registrations = (method: string) =>
  world.authorizationServer.requests.filter((request) => request.method === method && request.path.startsWith('/reg'));

it('a client is deleted when the last consent has left it, and not before', { timeout: 90_000 }, async () => {
  const connect = async (user: string, browser: string) => {
    await takeLastPort();
    return (await program.run(['connect', 'crm', '--user', user, '--browser', browser])).code;
  };
  const whoami = async (user: string) => (await program.run(['call', 'crm_whoami', '--user', user])).out.trim();
  const counts = () => ({ made: registrations('POST').length, deleted: registrations('DELETE').length });

  const first = ['connect', world.crm.url, '--name', 'crm', '--user', 'ada', '--browser', AGREEING];
  expect((await program.run(first)).code).toBe(0);
  expect(counts()).toEqual({ made: 1, deleted: 0 });

  // Refused: the consent from before stays good, and with it its client.
  expect(await connect('ada', REFUSING)).toBe(3);
  expect(counts()).toEqual({ made: 2, deleted: 0 });
  expect(await whoami('ada')).toBe('ada');

  // The client of the refused attempt is nobody's.
  expect(await connect('grace', AS_GRACE)).toBe(0);
  expect(counts()).toEqual({ made: 3, deleted: 1 });

  // Nobody is left with the first client; grace's is another one.
  expect(await connect('ada', AGREEING)).toBe(0);
  expect(counts()).toEqual({ made: 4, deleted: 2 });
  expect([await whoami('ada'), await whoami('grace')]).toEqual(['ada', 'grace']);
});

/** The port of the client that was used last; when somebody else has it by now, that is as good. */
async function takeLastPort(): Promise<void> {
  const redirects = world.authorizationServer.requests.flatMap(({ parameters }) => parameters.redirect_uri ?? []);
  taken.push(await listen(Number(new URL(String(redirects.at(-1))).port)).catch(() => undefined));
}
