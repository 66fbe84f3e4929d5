import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AGREEING } from '../../fakes/browser.ts';
import { type Hostile, serverMetadata, startHostile, WELL_KNOWN } from '../../fakes/hostile.ts';
import { createProgram, type Program } from '../../fakes/mcpctl.ts';

const idToken = (claims: object) => `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.x`;

describe('the account in mcpctl status', () => {
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

  async function accountAfter(userinfo: object | undefined) {
    const own = { iss: server.origin, aud: 'registered', exp: Date.now() / 1000 + 600, sub: '248289' };
    const tokens = { access_token: 'good', token_type: 'Bearer', expires_in: 3600, id_token: idToken(own) };
    server.set({
      [WELL_KNOWN.server]: {
        body: { ...serverMetadata(server.origin), userinfo_endpoint: `${server.origin}/userinfo` },
      },
      '/token': { body: tokens },
      '/userinfo': ({ headers }) =>
        headers.authorization === 'Bearer good' && userinfo ? { body: userinfo } : { status: 401 },
    });
    const { code, err } = await program.run(['connect', server.url, '--name', 'srv']);
    expect(code, err).toBe(0);
    return (await program.run(['status', '--json'])).json().connections[0].account;
  }

  it('is named by the userinfo endpoint where the ID token has only an identifier', async () => {
    expect(await accountAfter({ sub: '248289', email: 'ada@example.com' })).toBe('ada@example.com');
  });

  it.each([
    ['speaks of somebody else', { sub: '1', email: 'eve@example.com' }],
    ['refuses', undefined],
  ])('is the identifier where that endpoint %s', async (_what, userinfo) => {
    expect(await accountAfter(userinfo)).toBe('248289');
  });
});
