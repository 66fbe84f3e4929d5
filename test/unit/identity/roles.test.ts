import { describe, expect, it } from 'vitest';
import { RIGHTS, type Right } from '../../../src/identity/rights.ts';
import { isRole, mayGive, ROLES, rightsOfEndUser, rightsOfRole } from '../../../src/identity/roles.ts';

describe('the table of roles', () => {
  it('gives an owner every right', () => {
    expect([...rightsOfRole('owner')].sort()).toEqual([...RIGHTS].sort());
  });

  it('gives an admin all that a builder and a web app have', () => {
    const admin = rightsOfRole('admin');
    expect([...rightsOfRole('builder'), ...rightsOfRole('web-app')].filter((right) => !admin.has(right))).toEqual([]);
  });

  it.each<[string, Right]>([
    ['a builder', 'catalog.change'],
    ['a builder', 'tokens.read-own'],
    ['a web-app', 'tokens.read-own'],
    ['an auditor', 'catalog.read'],
    ['a member', 'agents.change'],
    ['an admin', 'audit.read-arguments'],
  ])('does not give %s the right %s', (role, right) => {
    const name = role.replace(/^an? /, '');
    expect(isRole(name) && rightsOfRole(name).has(right)).toBe(false);
  });

  it('lets nobody give a role that has more rights than it has', () => {
    const givenBy = (role: (typeof ROLES)[number]) => ROLES.filter((each) => mayGive(each, rightsOfRole(role)));
    expect(givenBy('owner')).toEqual(ROLES);
    expect(givenBy('admin')).toEqual(['admin', 'builder', 'member', 'web-app']);
    expect(givenBy('member')).toEqual(['member']);
  });

  it('lets the session of an end user call no tool, and a token of an end user do nothing else', () => {
    expect([...rightsOfEndUser('session')]).toEqual(['connections.own']);
    expect([...rightsOfEndUser('token')]).toEqual(['tools.call']);
  });
});
