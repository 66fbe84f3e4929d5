/**
 * What a caller may do. Each operation names the one right that it needs, and a caller without that right is refused.
 * The table of roles (roles.ts) gives rights to callers; nothing else does.
 */
export const RIGHTS = [
  /** Projects, people, roles, web apps, settings. */
  'project.administer',
  /** API keys, with no more rights than whoever makes them. */
  'keys.administer',
  /** Apps, servers, providers, approvals. */
  'catalog.read',
  'catalog.discover',
  'catalog.change',
  'agents.read',
  'agents.change',
  /** Attaching servers with a shared credential, and giving agents to people. */
  'agents.share',
  /** Connecting, disconnecting and looking after one's own accounts. */
  'connections.own',
  /** Who is connected to what. Never a token. */
  'connections.read-all',
  /** The access token of the caller's own account. */
  'tokens.read-own',
  'tools.call',
  /** Tickets, actors and tokens for the end users of a web app. */
  'end-users.represent',
  'audit.read',
  'audit.read-arguments',
] as const;

export type Right = (typeof RIGHTS)[number];
