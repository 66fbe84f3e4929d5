import { afterEach, beforeEach, expect, it } from 'vitest';
import { AGREEING } from '../../fakes/browser.ts';
import { expireTokens } from '../../fakes/expire.ts';
import { type Answer, type Asked, type Hostile, mcp, startHostile } from '../../fakes/hostile.ts';
import { createProgram, type Program } from '../../fakes/mcpctl.ts';

// Many processes with one refresh token, at a server that takes a refresh token once and ends the grant when it comes
// again, and that is slow, or fails, meanwhile. `npm run race` sets 50 and 20.

const RACERS = Number(process.env.MCPCTL_RACERS ?? 6);
const RACES = Number(process.env.MCPCTL_RACES ?? 1);
const SLOW_MILLISECONDS = 2_000;

let server: Hostile;
let program: Program;
beforeEach(async () => {
  server = await startHostile();
  program = createProgram({ BROWSER: AGREEING });
});
afterEach(async () => {
  await server.close();
  program.remove();
});

/** A token endpoint that rotates; `unwell` may answer the renewal of this number in its place, before or after it. */
function rotating(unwell: (renewal: number, rotate: () => Answer) => Answer) {
  let [current, issued, renewals] = ['', 0, 0];
  let isRevoked = false;
  const issue = (): Answer => {
    issued += 1;
    current = `refresh-${issued}`;
    const body = { access_token: `access-${issued}`, token_type: 'Bearer', expires_in: 3600, refresh_token: current };
    return { body };
  };
  return ({ body }: Asked): Answer => {
    const form = new URLSearchParams(body);
    if (form.get('grant_type') !== 'refresh_token') return issue();
    renewals += 1;
    const rotate = () => {
      if (isRevoked || form.get('refresh_token') !== current) {
        isRevoked = true;
        return { status: 400, body: { error: 'invalid_grant' } };
      }
      return issue();
    };
    return unwell(renewals, rotate);
  };
}

const tokenOf = (run: { out: string }) => run.out.trim();
const slowly = (answer: Answer): Answer => ({
  ...answer,
  after: new Promise((later) => setTimeout(later, SLOW_MILLISECONDS)),
});

it.each([
  ['is slow', 1, (_renewal: number, rotate: () => Answer) => slowly(rotate())],
  ['fails once', 2, (renewal: number, rotate: () => Answer) => (renewal % 2 === 1 ? { status: 503 } : rotate())],
] as const)(
  'a server that %s: %i requests each time, and all are served',
  { timeout: 1_800_000 },
  async (_how, requests, unwell) => {
    const accepted = Array.from({ length: RACES + 1 }, (_, index) => `Bearer access-${index + 1}`);
    server.set({ '/token': rotating(unwell), '/mcp': mcp(server.origin, accepted) });
    expect((await program.run(['connect', server.url, '--name', 'srv'])).code).toBe(0);
    for (let round = 1; round <= RACES; round += 1) {
      await expireTokens(program.home);
      const before = server.asked.length;
      const runs = await Promise.all(Array.from({ length: RACERS }, () => program.run(['token', 'srv'])));
      expect(runs.map(({ code, err }) => [code, err])).toEqual(runs.map(() => [0, '']));
      expect(new Set(runs.map(tokenOf))).toEqual(new Set([`access-${round + 1}`]));
      expect(server.asked.slice(before).map(({ path }) => path)).toEqual(Array(requests).fill('/token'));
    }
  },
);
