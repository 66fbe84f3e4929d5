/** The table of roles: which rights each role has. Whatever is not in it is refused. docs/server.md shows it. */
import type { Role } from '../records-of-callers.ts';
import { RIGHTS, type Right } from './rights.ts';

export const ROLES = ['owner', 'admin', 'builder', 'member', 'auditor', 'web-app'] as const satisfies readonly Role[];

const BUILDER: readonly Right[] = [
  'catalog.read',
  'catalog.discover',
  'agents.read',
  'agents.change',
  'connections.own',
  'tools.call',
];

const WEB_APP: readonly Right[] = ['end-users.represent', 'connections.own', 'connections.read-all', 'tools.call'];

const ADMIN: readonly Right[] = [
  ...new Set([
    ...BUILDER,
    ...WEB_APP,
    'keys.administer' as const,
    'catalog.change' as const,
    'agents.share' as const,
    'tokens.read-own' as const,
    'audit.read' as const,
  ]),
];

const RIGHTS_OF: Readonly<Record<Role, readonly Right[]>> = {
  owner: RIGHTS,
  admin: ADMIN,
  builder: BUILDER,
  member: ['catalog.read', 'agents.read', 'connections.own', 'tokens.read-own', 'tools.call'],
  auditor: ['audit.read', 'audit.read-arguments'],
  'web-app': WEB_APP,
};

/** What the session of an end user may do, by the agents of its ticket. It calls no tool: the backend does that for it. */
const END_USER_SESSION: readonly Right[] = ['connections.own'];

/** What an access token for an end user may do. */
const END_USER_TOKEN: readonly Right[] = ['tools.call'];

export function rightsOfRole(role: Role): ReadonlySet<Right> {
  return new Set(RIGHTS_OF[role]);
}

export function rightsOfEndUser(by: 'session' | 'token'): ReadonlySet<Right> {
  return new Set(by === 'session' ? END_USER_SESSION : END_USER_TOKEN);
}

export function isRole(text: string): text is Role {
  return (ROLES as readonly string[]).includes(text);
}

/** Whether whoever has these rights may give this role: nobody gives more than it has. */
export function mayGive(role: Role, rights: ReadonlySet<Right>): boolean {
  return RIGHTS_OF[role].every((right) => rights.has(right));
}
