/** What the state keeps of who may use the server. Times are milliseconds since 1970; a secret is kept as its SHA-256. */
import type { Sealed } from './records.ts';

/** What a person or a key may do, as one word (src/identity/roles.ts). */
export type Role = 'owner' | 'admin' | 'builder' | 'member' | 'auditor' | 'web-app';

/** A tenant: everything else belongs to one. */
export interface Project {
  readonly name: string;
  readonly createdAt: number;
}

/** A person of this installation. Its principal is `local` with this name. */
export interface Person {
  readonly project: string;
  readonly name: string;
  readonly role: Role;
  /** The agents that were given to it, by name. */
  readonly agents: readonly string[];
  readonly createdAt: number;
}

/** A web app whose end users connect accounts of their own. */
export interface WebApp {
  readonly id: string;
  readonly project: string;
  readonly name: string;
  /** Exact origins of its pages (RFC 6454). */
  readonly origins: readonly string[];
  /** Where the web app confirms who began a consent, with its own login. */
  readonly verifyUrl?: string;
  readonly createdAt: number;
  readonly updatedAt: number;
}

export interface ApiKey {
  readonly id: string;
  readonly project: string;
  readonly name: string;
  readonly role: Role;
  /** SHA-256 of the key, in hexadecimal. The key itself is shown once and kept nowhere. */
  readonly hash: string;
  /** The first characters, so that a person can tell keys apart. */
  readonly start: string;
  /** The web app whose end users it speaks for. */
  readonly webAppId: string;
  /** The agents that it is limited to, by name. Absent: all of its project. */
  readonly agents?: readonly string[];
  readonly createdAt: number;
  readonly expiresAt?: number;
  readonly lastUsedAt?: number;
  /** A key that was revoked stays listed. */
  readonly revokedAt?: number;
}

/** An end user of a web app. */
export interface Actor {
  readonly webAppId: string;
  /** `external_key` for a user, else `subject_type:external_key`. */
  readonly id: string;
  readonly subjectType: string;
  readonly externalKey: string;
  readonly displayName?: string;
  /** What the backend keeps beside it; nothing here depends on it. */
  readonly metadata?: Readonly<Record<string, unknown>>;
  /** Set while only its id is known: it came into being when the id was first used. */
  readonly isImplied?: true;
  readonly createdAt: number;
  readonly updatedAt: number;
}

export type CredentialKind =
  /** Good once, for a session of an end user (`/session/tickets`). */
  | 'ticket'
  /** What an end user's browser shows (`/agent/…`). */
  | 'session'
  /** Opens `/mcp/AGENT` as an end user. */
  | 'end-user-token'
  /** A one-time link for a person. */
  | 'link'
  /** What a person's command line shows. */
  | 'login';

/** Something that lets its bearer in until it expires. */
export interface Credential {
  /** SHA-256 of the secret, in hexadecimal. */
  readonly hash: string;
  readonly kind: CredentialKind;
  readonly project: string;
  /** Whom it stands for, as `user` in other records. */
  readonly user: string;
  /** How the caller is called in the audit. */
  readonly name: string;
  /** The API key or the web app that it ends with; empty for people. */
  readonly parent: string;
  readonly webAppId?: string;
  /** The agents that it opens, by name. */
  readonly agents: readonly string[];
  /** The origin of the pages that may use it. */
  readonly origin?: string;
  /** How a consent that it begins is confirmed. */
  readonly verify?: Verify;
  readonly createdAt: number;
  readonly expiresAt: number;
}

/** Who proves that whoever finishes a consent is who began it, where the end user of a web app begins it. */
export type Verify = 'opener' | 'web-app' | 'none';

/** The same for everybody: the session of a person in the console, or a command line that waits for a code. */
export type ConsentProof = Verify | 'session' | 'command-line';

/** Where a consent stands, as `GET /agent/connects/{id}` says it. */
export type ConsentStatus = 'pending' | 'verifying' | 'connected' | 'declined' | 'failed' | 'expired';

/** A consent whose person is away, or that waits to be confirmed. `sealed` opens for this row alone. */
export interface PendingConsentRow {
  /** The connect id: `c_` and random characters. */
  readonly id: string;
  readonly project: string;
  /** Whose account it will be. */
  readonly user: string;
  /** SHA-256 of the parameter `state`; absent until the person's browser has begun. */
  readonly stateHash?: string;
  readonly expiresAt: number;
  readonly status: ConsentStatus;
  /** What the second half needs (src/usecases/connect/pending.ts), without its secrets. */
  readonly pending: object;
  /** State, code verifier, DPoP key; later the tokens that wait to be confirmed. */
  readonly sealed?: Sealed;
}

/** Something that somebody did. Names are text, so a row outlives what it names. */
export interface AuditRow {
  /** Sorted by time. */
  readonly id: string;
  readonly project: string;
  readonly at: number;
  /** Who did it, for people to read. */
  readonly principal: string;
  readonly agent?: string;
  readonly client?: string;
  /** The name of an operation, or the method of MCP. */
  readonly operation: string;
  /** What it was done to, by name; empty where there is nothing. */
  readonly target: string;
  readonly outcome: 'begun' | 'done' | 'refused' | 'failed';
  /** The code of the refusal. */
  readonly code?: string;
  readonly milliseconds?: number;
  readonly requestId?: string;
  /** The id of the row that was written before the call went out. */
  readonly begunBy?: string;
  readonly arguments?: unknown;
}

/** Work that a request has begun and does not wait for. */
export interface Job {
  readonly id: string;
  readonly project: string;
  /** Who has begun it, as `user` in other records. */
  readonly user: string;
  readonly operation: string;
  readonly status: 'running' | 'done' | 'failed';
  readonly done: number;
  readonly total: number;
  readonly createdAt: number;
  readonly endedAt?: number;
  readonly result?: object;
  readonly error?: object;
}
