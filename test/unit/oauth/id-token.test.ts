import { describe, expect, it } from 'vitest';
import { isCurrent, personOf } from '../../../src/oauth/id-token.ts';

const NOW = 1_800_000_000_000;
const AUDIENCE = { issuer: 'https://auth.example.com', clientId: 'it' };
const CLAIMS = { iss: AUDIENCE.issuer, aud: 'it', exp: NOW / 1000 + 600, sub: '248289' };

const idToken = (claims: object) => `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.x`;
const person = (claims: object) => personOf(idToken({ ...CLAIMS, ...claims }), AUDIENCE);

const CURRENT = { subject: '248289', expiresAt: NOW };

describe('the person of an ID token', () => {
  it.each([
    [{}, { subject: '248289' }],
    [
      { email: 'ada@example.com', name: 'Ada' },
      { subject: '248289', name: 'ada@example.com' },
    ],
    [
      { email: 'boss@example.com', email_verified: false, name: 'Ada' },
      { subject: '248289', name: 'Ada' },
    ],
    [{ aud: ['other', 'it'], azp: 'it' }, { subject: '248289' }],
    [{ name: 'A\u001b[2Jda' }, { subject: '248289', name: 'A\\u{1b}[2Jda' }],
  ])('with %j is %j', (claims, expected) => {
    expect(person(claims)).toEqual({ ...expected, expiresAt: NOW + 600_000 });
  });

  it.each([
    ['of another issuer', { iss: 'https://evil.example.com' }],
    ['whose issuer differs by a slash', { iss: `${AUDIENCE.issuer}/` }],
    ['for another client', { aud: 'other' }],
    ['presented by another client', { aud: ['other', 'it'], azp: 'other' }],
    ['that never ends', { exp: undefined }],
    ['of nobody', { sub: '' }],
  ])('%s is not known', (_what, claims) => {
    expect(person(claims)).toBeUndefined();
  });

  it.each([undefined, 7, '', 'a.b.c', 'e30.bnVsbA.x', 'e30.W10.x'])('is not known by %j', (token) => {
    expect(personOf(token, AUDIENCE)).toBeUndefined();
  });

  it('counts until a minute after the token is over, because clocks differ', () => {
    const { expiresAt } = CURRENT;
    expect(isCurrent(CURRENT, expiresAt + 59_999)).toBe(true);
    expect(isCurrent(CURRENT, expiresAt + 60_000)).toBe(false);
  });
});
