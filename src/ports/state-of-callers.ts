/** The tables of who may use the server, and of what they do there. */
import type {
  Actor,
  ApiKey,
  AuditRow,
  Credential,
  CredentialKind,
  Job,
  PendingConsentRow,
  Person,
  Project,
  WebApp,
} from '../records-of-callers.ts';

export interface CallerTables {
  /** Projects that somebody has made by name. A project that only has contents is none of these. */
  readonly projectRows: {
    list(): Promise<Project[]>;
    find(name: string): Promise<Project | undefined>;
    save(project: Project): Promise<void>;
    remove(name: string): Promise<void>;
  };
  readonly people: {
    list(project: string): Promise<Person[]>;
    find(project: string, name: string): Promise<Person | undefined>;
    save(person: Person): Promise<void>;
    remove(project: string, name: string): Promise<void>;
  };
  readonly webApps: {
    all(): Promise<WebApp[]>;
    list(project: string): Promise<WebApp[]>;
    find(project: string, name: string): Promise<WebApp | undefined>;
    get(id: string): Promise<WebApp | undefined>;
    save(webApp: WebApp): Promise<void>;
    /** Deletes its actors as well. */
    remove(id: string): Promise<void>;
  };
  readonly apiKeys: {
    list(project: string): Promise<ApiKey[]>;
    get(id: string): Promise<ApiKey | undefined>;
    ofHash(hash: string): Promise<ApiKey | undefined>;
    save(key: ApiKey): Promise<void>;
    remove(id: string): Promise<void>;
  };
  readonly actors: {
    list(webAppId: string, page: { readonly limit: number; readonly after?: string }): Promise<Actor[]>;
    find(webAppId: string, id: string): Promise<Actor | undefined>;
    save(actor: Actor): Promise<void>;
    remove(webAppId: string, id: string): Promise<void>;
  };
  readonly credentials: {
    find(hash: string): Promise<Credential | undefined>;
    /** Deletes and returns what is good once. Of several that take it at once, one gets it. */
    take(hash: string, kind: CredentialKind): Promise<Credential | undefined>;
    save(credential: Credential): Promise<void>;
    remove(hash: string): Promise<void>;
    removeOfUser(project: string, user: string): Promise<void>;
    removeOfParent(parent: string): Promise<void>;
    removeExpired(now: number): Promise<void>;
  };
}

export interface ActivityTables {
  readonly pendingConsents: {
    list(project: string): Promise<PendingConsentRow[]>;
    get(id: string): Promise<PendingConsentRow | undefined>;
    ofState(stateHash: string): Promise<PendingConsentRow | undefined>;
    ofUser(project: string, user: string): Promise<PendingConsentRow[]>;
    save(consent: PendingConsentRow): Promise<void>;
    /** Forgets the state, so that a callback finds the consent once. Of several at once, one gets it. */
    takeState(stateHash: string): Promise<PendingConsentRow | undefined>;
    remove(id: string): Promise<void>;
    expired(now: number): Promise<PendingConsentRow[]>;
  };
  readonly audit: {
    /** Newest first. */
    list(project: string, page: AuditPage): Promise<AuditRow[]>;
    add(rows: readonly AuditRow[]): Promise<void>;
  };
  readonly jobs: {
    find(project: string, id: string): Promise<Job | undefined>;
    save(job: Job): Promise<void>;
  };
}

export interface AuditPage {
  readonly limit: number;
  /** Rows older than this one. */
  readonly before?: string;
  /** Rows newer than this one, oldest first. */
  readonly after?: string;
  readonly principal?: string;
  /** `*` and `?` are wildcards. */
  readonly target?: string;
  readonly operation?: string;
  /** Milliseconds since 1970. */
  readonly since?: number;
}
