/** The state of a home: everything that is installed, connected or cached, in one database. */
import type {
  AccessToken,
  Agent,
  Connection,
  GatewayToken,
  Installation,
  PendingRegistration,
  PendingRevocation,
  Provider,
  Server,
  ServerCacheRow,
  ServerFailure,
  ServerKey,
  ToolPins,
} from '../records.ts';
import type { ActivityTables, CallerTables } from './state-of-callers.ts';

/** Reads and writes in transactions. No HTTP request, no prompt and no encryption happens inside a transaction. */
export interface State {
  read<T>(query: (tables: Tables) => Promise<T>): Promise<T>;
  /** Commits everything or nothing: after an exception or the death of the process, nothing has changed. */
  write<T>(change: (tables: Tables) => Promise<T>): Promise<T>;
  /** Names this process to the others that share the database; undefined where they cannot tell whether it lives. */
  presence(): Promise<string | undefined>;
  /** Whether the process of this name still lives, as far as can be told. */
  isPresent(name: string): Promise<boolean>;
  close(): Promise<void>;
}

export interface Tables extends CallerTables, ActivityTables {
  /** Returns the names of all projects that contain anything. */
  projects(): Promise<string[]>;
  /** Whether a row may hold a value that was sealed in this format. */
  holdsFormat(format: string): Promise<boolean>;
  /** Forgets that there is such a user, once nothing of it is left. */
  forgetPrincipal(user: string): Promise<void>;
  /**
   * Deletes what belongs to a project and to nothing else: people, web apps, keys and what they show, agents, pins, jobs.
   * Apps, providers and servers must be gone already. The audit stays.
   */
  removeProject(project: string): Promise<void>;
  readonly installations: {
    list(project: string): Promise<Installation[]>;
    find(project: string, name: string): Promise<Installation | undefined>;
    get(id: string): Promise<Installation | undefined>;
    /** Inserts the installation with its collections and bindings, or replaces all of them. */
    save(installation: Installation): Promise<void>;
    remove(id: string): Promise<void>;
  };
  readonly providers: {
    list(project: string): Promise<Provider[]>;
    find(project: string, name: string): Promise<Provider | undefined>;
    get(id: string): Promise<Provider | undefined>;
    ofIds(ids: readonly string[]): Promise<Provider[]>;
    save(provider: Provider): Promise<void>;
    /** Deletes its connections and tokens as well. */
    remove(id: string): Promise<void>;
  };
  readonly servers: {
    list(project: string): Promise<Server[]>;
    find(project: string, name: string): Promise<Server | undefined>;
    get(id: string): Promise<Server | undefined>;
    /** Newest first. */
    page(project: string, page: Page): Promise<Server[]>;
    count(project: string): Promise<number>;
    ofNamespace(project: string, namespace: string): Promise<Server[]>;
    save(server: Server): Promise<void>;
    remove(id: string): Promise<void>;
  };
  readonly agents: {
    list(project: string): Promise<Agent[]>;
    find(project: string, name: string): Promise<Agent | undefined>;
    get(id: string): Promise<Agent | undefined>;
    /** Newest first. */
    page(project: string, page: Page): Promise<Agent[]>;
    count(project: string): Promise<number>;
    save(agent: Agent): Promise<void>;
    remove(id: string): Promise<void>;
  };
  readonly connections: {
    list(project: string, user?: string): Promise<Connection[]>;
    find(providerId: string, user: string): Promise<Connection | undefined>;
    ofProvider(providerId: string): Promise<Connection[]>;
    /** What a user has of a provider, in one query. Undefined when there is no such provider. */
    withTokens(providerId: string, user: string): Promise<ConnectionWithTokens | undefined>;
    save(connection: Connection): Promise<void>;
    /** Deletes its access tokens as well. */
    remove(id: string): Promise<void>;
  };
  readonly accessTokens: {
    ofConnection(connectionId: string): Promise<AccessToken[]>;
    /** Those of all connections that `connections.list` returns, in one query. */
    list(project: string, user?: string): Promise<AccessToken[]>;
    save(token: AccessToken): Promise<void>;
    removeAll(connectionId: string): Promise<void>;
  };
  readonly gatewayTokens: {
    list(project: string): Promise<GatewayToken[]>;
    find(project: string, user: string): Promise<GatewayToken | undefined>;
    save(token: GatewayToken): Promise<void>;
    remove(project: string, user: string): Promise<void>;
  };
  readonly toolPins: {
    list(project: string, servers?: readonly string[]): Promise<ToolPins[]>;
    find(project: string, server: string): Promise<ToolPins | undefined>;
    /** Returns the version of the pins of each server, by its name. */
    versions(project: string, servers?: readonly string[]): Promise<ReadonlyMap<string, number>>;
    save(pins: ToolPins): Promise<void>;
    remove(project: string, server: string): Promise<void>;
  };
  /** The journal of client registrations. It is empty unless one was interrupted. */
  readonly registrations: {
    list(project: string): Promise<PendingRegistration[]>;
    save(registration: PendingRegistration): Promise<void>;
    remove(id: string): Promise<void>;
  };
  /**
   * The clients that were registered for a provider, each for one redirect URI: the provider as it was with that client.
   * A consent that comes back to another address uses another client, and ends nothing.
   */
  readonly clientRegistrations: {
    list(project: string): Promise<Provider[]>;
    ofProvider(providerId: string): Promise<Provider[]>;
    find(providerId: string, redirectUri: string): Promise<Provider | undefined>;
    save(provider: Provider, redirectUri: string): Promise<void>;
    remove(providerId: string, redirectUri: string): Promise<void>;
  };
  /** Work that outlives the process which caused it. Any process may take what is due. Times are milliseconds since 1970. */
  readonly revocations: {
    list(project: string): Promise<PendingRevocation[]>;
    save(revocation: PendingRevocation, due: number): Promise<void>;
    /** Returns up to so many rows that are due now, and puts them off until `until`, so that no other process has them. */
    take(wanted: { readonly now: number; readonly until: number; readonly most: number }): Promise<PendingRevocation[]>;
    isDue(now: number): Promise<boolean>;
    remove(id: string): Promise<void>;
  };
  readonly serverCache: ServerRows<ServerCacheRow>;
  readonly serverFailures: ServerRows<ServerFailure>;
}

/** A part of a list. */
export interface Page {
  readonly limit: number;
  readonly offset?: number;
  /** Only rows older than this one. */
  readonly after?: string;
}

export interface ConnectionWithTokens {
  readonly provider: Provider;
  readonly connection: Connection | undefined;
  readonly tokens: readonly AccessToken[];
}

/** Rows about a server for one user. They are deleted with the installation or server that they belong to. */
export interface ServerRows<Row extends ServerKey> {
  find(key: ServerKey): Promise<Row | undefined>;
  ofUser(user: string): Promise<Row[]>;
  save(row: Row): Promise<void>;
  remove(key: ServerKey): Promise<void>;
}
