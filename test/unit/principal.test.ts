import { describe, expect, it } from 'vitest';
import {
  endUserPrincipal,
  idOfPrincipal,
  isForeignUser,
  keyPrincipal,
  localPrincipal,
  principalOf,
  userOf,
  userOfPrincipal,
} from '../../src/principal.ts';

const PRINCIPALS = [
  localPrincipal('ada'),
  localPrincipal('a:b'),
  localPrincipal('@ada'),
  keyPrincipal('0190-7'),
  endUserPrincipal('0190-8', 'alice'),
  endUserPrincipal('0190-8', 'context_group:a:b/c @ü'),
];

describe('the text that names a principal in a record', () => {
  it.each(PRINCIPALS.map((principal) => [idOfPrincipal(principal), principal] as const))(
    'leads back to %s',
    (id, principal) => {
      expect(principalOf(userOf(principal))).toEqual(principal);
      expect(userOfPrincipal(id)).toBe(userOf(principal));
    },
  );

  it('is the name alone for a person of this machine', () => {
    expect(userOf(localPrincipal('ada'))).toBe('ada');
  });

  it('is no name that --user takes for everybody else', () => {
    expect(PRINCIPALS.map((principal) => isForeignUser(userOf(principal)))).toEqual([
      ...[false, false, false],
      ...[true, true, true],
    ]);
  });

  it('never takes one end user for another', () => {
    expect(new Set(PRINCIPALS.map(userOf)).size).toBe(PRINCIPALS.length);
  });
});
