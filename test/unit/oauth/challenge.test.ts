import { describe, expect, it } from 'vitest';
import { bearerChallenge, parseChallenges } from '../../../src/oauth/challenge.ts';

const read = (header: string) =>
  parseChallenges(header).map(({ scheme, parameters, token68 }) => [scheme, token68 ?? Object.fromEntries(parameters)]);

describe('WWW-Authenticate', () => {
  it.each<[string, unknown[]]>([
    ['Bearer', [['bearer', {}]]],
    ['bearer realm="a", scope="b c"', [['bearer', { realm: 'a', scope: 'b c' }]]],
    [
      'Basic realm="x", Bearer error=invalid_token',
      [
        ['basic', { realm: 'x' }],
        ['bearer', { error: 'invalid_token' }],
      ],
    ],
    [
      'Negotiate abc==, Bearer scope="s"',
      [
        ['negotiate', 'abc=='],
        ['bearer', { scope: 's' }],
      ],
    ],
    ['Bearer realm="say \\"hi\\", you" , SCOPE = "s"', [['bearer', { realm: 'say "hi", you', scope: 's' }]]],
    [
      'Bearer resource_metadata=https://a.example/x?y=1, scope=s',
      [['bearer', { resource_metadata: 'https://a.example/x?y=1', scope: 's' }]],
    ],
    [', ,Bearer a="1",, b="2",', [['bearer', { a: '1', b: '2' }]]],
    ['Bearer a="1" b="2"', [['bearer', { a: '1', b: '2' }]]],
    ['Bearer a="first", a="second"', [['bearer', { a: 'first' }]]],
    ['Bearer __proto__="x"', [['bearer', { ['__proto__']: 'x' }]]],
    ['Bearer a="never ends', [['bearer', {}]]],
    ['', []],
    ['"', []],
  ])('%s', (header, expected) => {
    expect(read(header)).toEqual(expected);
  });

  it('is read as far as 8 KB, however long it is', () => {
    const filled = (length: number) => `Basic realm="${'x'.repeat(length - 14)}", `;
    expect(bearerChallenge(`${filled(8000)}Bearer scope="s"`)?.parameters.get('scope')).toBe('s');
    expect(bearerChallenge(`${filled(8192)}Bearer scope="s"`)).toBeUndefined();
  });

  it('of several challenges, OAuth takes Bearer, then DPoP', () => {
    expect(bearerChallenge('Basic realm="x", DPoP algs="ES256", Bearer a="1"')?.scheme).toBe('bearer');
    expect(bearerChallenge('Basic realm="x", DPoP algs="ES256"')?.scheme).toBe('dpop');
    expect(bearerChallenge('Basic realm="x"')).toBeUndefined();
    expect(bearerChallenge(null)).toBeUndefined();
  });
});
