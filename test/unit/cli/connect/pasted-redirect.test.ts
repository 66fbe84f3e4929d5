import { describe, expect, it } from 'vitest';
import { redirectQuery } from '../../../../src/cli/connect/pasted-redirect.ts';

describe('a pasted redirect', () => {
  it.each([
    'http://127.0.0.1:7001/callback?code=c&state=s',
    '  http://127.0.0.1:7001/callback?code=c&state=s\n',
    '?code=c&state=s',
    'code=c&state=s',
  ])('is taken from %j', (pasted) => {
    expect(redirectQuery(pasted, 's').get('code')).toBe('c');
  });

  it.each([
    ['of an earlier try', 'http://127.0.0.1:7001/callback?code=c&state=old', 'from an earlier try'],
    ['without a state', 'http://127.0.0.1:7001/callback?code=c', 'no state'],
    ['that is no address', 'hello', 'no state'],
    ['with a parameter twice', '?code=c&code=d&state=s', undefined],
  ])('%s is refused', (_what, pasted, why) => {
    expect(() => redirectQuery(pasted, 's')).toThrow(
      expect.objectContaining({
        code: 'authorization-response-invalid',
        ...(why && { why: expect.stringContaining(why) }),
      }),
    );
  });
});
