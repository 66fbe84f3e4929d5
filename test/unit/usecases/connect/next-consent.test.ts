import { describe, expect, it } from 'vitest';
import { Refusal, type RefusalCode } from '../../../../src/refusal.ts';
import { type AskedConsent, afterGrant, afterRefusal } from '../../../../src/usecases/connect/next-consent.ts';

const refusal = (code: RefusalCode, details: Record<string, unknown> = {}) =>
  new Refusal(code, { what: 'It refused.', hint: 'Try again.', details });

const asked = (changes: Partial<AskedConsent> = {}): AskedConsent => ({
  scopes: ['read'],
  resources: ['https://crm.example/mcp'],
  stepUps: 0,
  scopesDemanded: [],
  ...changes,
});

describe('after tokens were granted and tried', () => {
  const demands = (...scopes: string[]) => ({ refusal: refusal('insufficient-scope', { scopes_challenged: scopes }) });
  const well = {};
  const useless = { refusal: refusal('verification-failed') };

  it.each([
    ['no server demands anything', [well], {}, 'done'],
    ['a server demands a scope', [well, demands('write')], {}, ['write']],
    ['two servers demand the same scope', [demands('write'), demands('write', 'admin')], {}, ['write', 'admin']],
    ['a server demands what was asked for', [demands('read')], {}, 'done'],
    ['a server demands what was refused before', [demands('write')], { scopesRefused: ['write'] as string[] }, 'done'],
    ['a server demands more for the second time', [demands('write')], { stepUps: 1 }, ['write']],
    ['a server demands more without end', [demands('write')], { stepUps: 2 }, 'done'],
    ['a server fails in another way', [{ refusal: refusal('server-error') }], {}, 'done'],
    ['no server accepts them', [useless, useless], { mayMove: true }, 'look-elsewhere'],
    ['no server accepts them, at the second authorization server', [useless], {}, 'done'],
    ['one of two servers accepts them', [useless, well], { mayMove: true }, 'done'],
  ] as const)(
    '%s',
    (_what, verdicts, { scopesRefused, ...changes }: Partial<AskedConsent> & { scopesRefused?: string[] }, next) => {
      expect(afterGrant(asked(changes), { verdicts, scopesRefused })).toEqual(
        typeof next === 'string' ? { is: next } : { is: 'step-up', scopesDemanded: next },
      );
    },
  );
});

describe('after the authorization server refused', () => {
  const scopesDemanded = ['write'];
  const final = (...scopesRefused: string[]) => ({ is: 'final', scopesRefused });

  it.each([
    ['the resource', refusal('authorization-denied', { error: 'invalid_target' }), {}, { is: 'without-resources' }],
    [
      'the parameter resource',
      refusal('token-refused', { error: 'invalid_request', error_description: 'Unknown parameter: resource' }),
      {},
      { is: 'without-resources' },
    ],
    [
      'the resource although none was sent',
      refusal('token-refused', { error: 'invalid_target' }),
      { resources: [] },
      final(),
    ],
    [
      'demanded scopes',
      refusal('authorization-denied', { error: 'invalid_scope' }),
      { scopesDemanded },
      final('write'),
    ],
    [
      'a consent with demanded scopes',
      refusal('authorization-denied', { error: 'access_denied' }),
      { scopesDemanded },
      final(),
    ],
    [
      'a client that it does not know any more',
      refusal('authorization-denied', { error: 'unauthorized_client' }),
      { mayRegisterAgain: true },
      { is: 'register-again' },
    ],
    [
      'a client that was just registered',
      refusal('authorization-denied', { error: 'unauthorized_client' }),
      {},
      final(),
    ],
    ['nothing: the code is at fault', new Error('bug'), { scopesDemanded }, final()],
  ] as const)('%s', (_what, thrown, changes, next) => {
    expect(afterRefusal(asked(changes), thrown)).toEqual(next);
  });
});
