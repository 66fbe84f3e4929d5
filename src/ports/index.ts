/** What we need of the world. `adapters/` fulfils it, `main.ts` builds it, tests fake it. */
import type {
  AccessToken,
  Agent,
  Connection,
  GatewayToken,
  Installation,
  PendingRegistration,
  Provider,
  Sealed,
  Server,
  ServerCacheRow,
  ServerFailure,
  ServerKey,
  ToolPins,
} from '../records.ts';
import type { Secret } from '../secret.ts';

export interface Ports {
  readonly clock: Clock;
  readonly identifiers: Identifiers;
  readonly files: Files;
  readonly folders: Folders;
  readonly state: State;
  readonly secrets: Secrets;
  readonly keyStore: KeyStore;
  readonly references: References;
  readonly prompts: Prompts;
  readonly network: Network;
  readonly networkPath: NetworkPath;
  readonly browser: Browser;
  readonly redirects: Redirects;
  readonly progress: Progress;
}

/** Whose state: chosen with `--project` and `--user`. */
export interface Scope {
  readonly project: string;
  readonly user: string;
}

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Resolves after so many milliseconds; rejects with the signal's reason when aborted. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

export interface Identifiers {
  /** A new unique identifier, sortable by time. */
  next(): string;
}

export interface Files {
  /** The bytes as text. Refuses `file-not-found`, `file-unreadable`; reads at most `limit` bytes and one more. */
  read(path: string, limit: number): Promise<string>;
  /** `read`, for whoever reads so many small files that a promise for each would count. */
  readSync(path: string, limit: number): string;
  /**
   * Starts to read many files in their order, beside everything else; `undefined` where that gains nothing. Pipes are
   * left to `readSync`, since what one holds can be read only once: `mayBePipes` where it takes a look to know them.
   */
  readAhead(paths: readonly string[], options: { readonly mayBePipes: boolean }): Promise<ReadAhead | undefined>;
  /** Standard input to its end, as `read` reads a file. */
  readInput(limit: number): Promise<string>;
  /**
   * Writes whole or not at all, keeping the mode of a file that exists; makes the folders above it.
   * Refuses `file-unwritable`.
   */
  write(path: string, content: string | Uint8Array): Promise<void>;
  /** Keeps a text beside the file that it is in, for its owner alone. Returns where. Refuses `file-unwritable`. */
  backUp(path: string, text: string): Promise<string>;
  exists(path: string): Promise<boolean>;
  /** The path from the root, so that it means the same from every folder. */
  absolute(path: string): string;
  isFolder(path: string): Promise<boolean>;
  /**
   * The files below a folder with one of these extensions, or those that match a glob (`*`, `**`, `?`, `[…]`,
   * `{…}`; `/` separates on every platform): sorted, named as the pattern is. Honours `.gitignore`, follows no
   * linked folder, never enters `.git` and `node_modules`.
   */
  find(search: FileSearch): Promise<string[]>;
  /** Those of these names that exist here or in a folder above, up to the root of the repository; nearest first. */
  findUpwards(names: readonly string[]): Promise<string[]>;
  /**
   * Calls back after one of the files has changed, or what a search may find, until aborted. Resolves when nothing is
   * missed any more.
   */
  watch(watched: WatchedFiles, changed: () => void, signal: AbortSignal): Promise<void>;
}

/** Texts of many files, read before they are asked for. */
export interface ReadAhead {
  /**
   * The text of the path with this index, which is larger than at the call before; `undefined` when it was not read in
   * time, or something is the matter with the file: `readSync` reads it, or says what.
   */
  textOf(index: number): string | undefined;
  /** Says that no more texts are needed. */
  close(): void;
}

export type FileSearch =
  | { readonly folder: string; readonly extensions: readonly string[] }
  | { readonly glob: string };

export interface WatchedFiles {
  readonly files: readonly string[];
  readonly searches: readonly FileSearch[];
}

export interface Folders {
  /** A path below the person's own folder, the platform's folder for settings of applications, or this folder. */
  inside(place: 'home' | 'settings' | 'here', path: readonly string[]): string;
}

/** Reads and writes in transactions. No HTTP, no prompt and no encryption inside one. */
export interface State {
  read<T>(query: (tables: Tables) => Promise<T>): Promise<T>;
  /** All of it or nothing: an exception, or the death of the process, leaves nothing behind. */
  write<T>(change: (tables: Tables) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export interface Tables {
  /** The names of all projects that have anything. */
  projects(): Promise<string[]>;
  readonly installations: {
    list(project: string): Promise<Installation[]>;
    find(project: string, name: string): Promise<Installation | undefined>;
    /** Inserts the installation with its collections and bindings, or replaces them whole. */
    save(installation: Installation): Promise<void>;
    remove(id: string): Promise<void>;
  };
  readonly providers: {
    list(project: string): Promise<Provider[]>;
    find(project: string, name: string): Promise<Provider | undefined>;
    get(id: string): Promise<Provider | undefined>;
    save(provider: Provider): Promise<void>;
    /** Takes its connections and tokens along. */
    remove(id: string): Promise<void>;
  };
  readonly servers: {
    list(project: string): Promise<Server[]>;
    find(project: string, name: string): Promise<Server | undefined>;
    save(server: Server): Promise<void>;
    remove(id: string): Promise<void>;
  };
  readonly agents: {
    list(project: string): Promise<Agent[]>;
    find(project: string, name: string): Promise<Agent | undefined>;
    save(agent: Agent): Promise<void>;
    remove(id: string): Promise<void>;
  };
  readonly connections: {
    list(project: string, user?: string): Promise<Connection[]>;
    find(providerId: string, user: string): Promise<Connection | undefined>;
    ofProvider(providerId: string): Promise<Connection[]>;
    save(connection: Connection): Promise<void>;
    /** Takes its access tokens along. */
    remove(id: string): Promise<void>;
  };
  readonly accessTokens: {
    ofConnection(connectionId: string): Promise<AccessToken[]>;
    save(token: AccessToken): Promise<void>;
    removeAll(connectionId: string): Promise<void>;
  };
  readonly gatewayTokens: {
    list(project: string): Promise<GatewayToken[]>;
    find(project: string, user: string): Promise<GatewayToken | undefined>;
    save(token: GatewayToken): Promise<void>;
  };
  readonly toolPins: {
    list(project: string): Promise<ToolPins[]>;
    find(project: string, server: string): Promise<ToolPins | undefined>;
    /** By the names of the servers. */
    versions(project: string): Promise<ReadonlyMap<string, number>>;
    save(pins: ToolPins): Promise<void>;
    remove(project: string, server: string): Promise<void>;
  };
  /** The journal of registrations: empty when nothing was interrupted. */
  readonly registrations: {
    list(project: string): Promise<PendingRegistration[]>;
    save(registration: PendingRegistration): Promise<void>;
    remove(id: string): Promise<void>;
  };
  readonly serverCache: ServerRows<ServerCacheRow>;
  readonly serverFailures: ServerRows<ServerFailure>;
}

/** Rows about a server as one user knows it. They go with the installation or server that they belong to. */
export interface ServerRows<Row extends ServerKey> {
  find(key: ServerKey): Promise<Row | undefined>;
  ofUser(user: string): Promise<Row[]>;
  save(row: Row): Promise<void>;
  remove(key: ServerKey): Promise<void>;
}

/** What a sealed secret belongs to: its associated data. Opening it under another context fails. */
export interface SecretContext {
  readonly project: string;
  /** The id of the row's owner: a provider, a connection's provider, or an installation. */
  readonly owner: string;
  readonly column: string;
  readonly issuer?: string;
  readonly tokenEndpoint?: string;
  readonly clientId?: string;
}

/** Encryption under the master key; the key store is touched at the first call, not before. */
export interface Secrets {
  seal(secret: Secret, context: SecretContext): Promise<Sealed>;
  /** Refuses `secret-unreadable`, and what the key store refuses. */
  open(sealed: Sealed, context: SecretContext): Promise<Secret>;
}

export const KEY_STORES = ['keychain', 'environment', 'passphrase', 'file'] as const;
export type KeyStoreName = (typeof KEY_STORES)[number];

/** Where the master key of a home is kept (docs/install.md). */
export interface KeyStore {
  /** What is known without touching a key. No store: none was needed yet, and none was chosen. */
  describe(): Promise<KeyStoreDescription>;
  /** Fetches the key, and tries a keychain by writing, reading and deleting. Refuses what the store refuses. */
  check(): Promise<void>;
  /** Makes a new key, in the same store or another; the old one stays in force until `conclude`. */
  renew(store?: KeyStoreName): Promise<Renewal>;
}

export interface KeyStoreDescription {
  readonly store?: KeyStoreName;
  /** A file, or the account in a keychain. */
  readonly place?: string;
  /** Names the key, and tells nothing about it. */
  readonly fingerprint?: string;
  /** A change of keys was interrupted; changing again completes it. */
  readonly isUnfinished: boolean;
}

export interface Renewal {
  readonly store: KeyStoreName;
  /** Seals under the new key. */
  readonly secrets: Secrets;
  /** The new key is in force, and the old one is removed. */
  conclude(): Promise<void>;
}

/** Values that may be secret: `env:NAME`, `file:PATH`, `-`, `op://…`, `exec:PROGRAM ARG…` (docs/cli.md). */
export interface References {
  isReference(text: string): boolean;
  /** Refuses `reference-unresolved`. */
  resolve(reference: string): Promise<Secret>;
  /** The same for a value that is no secret, and may be shown. */
  read(reference: string): Promise<string>;
}

/** Knows whose work it is in whatever that work awaits, however many go on at the same time. */
export interface AsyncContext<T> {
  run<R>(whose: T, work: () => Promise<R>): Promise<R>;
  /** Undefined outside of any work. */
  current(): T | undefined;
}

/** Asks a person. Every question refuses `interrupted` on Ctrl-C and on the end of input. */
export interface Prompts {
  /** False under `--no-input`, `CI`, or without a terminal. */
  readonly allowed: boolean;
  /** Whether `--yes` was given. */
  readonly yes: boolean;
  /** An aborted signal takes the question back. */
  text(question: { message: string; initial?: string; signal?: AbortSignal }): Promise<string>;
  /** Hidden, asked a second time when left empty. */
  secret(question: { message: string }): Promise<Secret>;
  /** Default no, unless `--yes` answered already. */
  confirm(question: { message: string }): Promise<boolean>;
  choose<T extends string>(question: { message: string; choices: readonly { value: T; name: string }[] }): Promise<T>;
}

export type Fetch = (url: string | URL, init?: RequestInit) => Promise<Response>;

/** The one way out: https (http on loopback for a loopback target), checked addresses, limits on time and size. */
export interface Network {
  /** The legs to a target that a person named; loopback is open only when the target itself is there. */
  towards(target: string): {
    /** For metadata, registration, tokens: 10 s, 64 KiB, GET follows three same-origin hops, POST none. */
    readonly fetch: Fetch;
    /** For MCP messages: streamed, 8 MiB a message; POST never follows a redirect. */
    readonly stream: Fetch;
  };
}

/** The way to a server, as a diagnosis looks at it. Nothing is asked of anybody. */
export interface NetworkPath {
  /** The certificate authorities that NODE_EXTRA_CA_CERTS adds; undefined when it names no file. */
  certificateFile(): Promise<CertificateFile | undefined>;
  /** By the same rules as the network's. */
  towards(target: string): {
    /** The origin of the proxy that requests to this URL go through. Refuses one that is no URL. */
    proxy(url: URL): Promise<string | undefined>;
    /** Connects to the proxy, or else to the host, with TLS where the URL says so. Refuses as a request would. */
    connect(url: URL): Promise<Connected>;
  };
}

export type CertificateFile =
  | { readonly path: string; readonly fault: string }
  /** Of each certificate in it, in milliseconds since 1970. */
  | { readonly path: string; readonly validUntil: readonly number[]; readonly fault?: undefined };

export interface Connected {
  readonly address: string;
  readonly certificate?: { readonly issuer: string; readonly validUntil: number };
}

export interface Browser {
  /** Why no browser can be expected here (a remote shell, no display), as a sentence. */
  readonly obstacle?: string;
  /** Opens a URL of ours in the person's browser. Refuses `browser-failed`. */
  open(url: string): Promise<void>;
}

/** The loopback listener of RFC 8252, section 7.3. */
export interface Redirects {
  /**
   * Listens on the literal 127.0.0.1, or as `localhost` on both families; port 0 or none is an ephemeral one.
   * Refuses `port-taken`.
   */
  listen(options: { port?: number; host?: '127.0.0.1' | 'localhost' }): Promise<RedirectListener>;
}

export interface RedirectListener {
  readonly redirectUri: string;
  /** Our own single-use address which sends the browser on to the authorization URL. */
  startUrl(authorizationUrl: string): string;
  /** The query of the first callback with this state; others are answered and ignored. */
  receive(state: string, signal: AbortSignal): Promise<URLSearchParams>;
  /** Sends the browser that waits for the verdict to another authorization instead; false when none waits. */
  sendOn(authorizationUrl: string): boolean;
  /** The browser's page waits for this verdict. */
  conclude(verdict: 'connected' | 'failed'): Promise<void>;
  close(): Promise<void>;
}

/** A web server of our own. */
export interface HttpListener {
  /** Port 0 is an ephemeral one. Refuses `port-taken`. */
  listen(
    address: { readonly host: string; readonly port: number },
    site: Site,
  ): Promise<{ readonly origin: string; close(): Promise<void> }>;
}

/** What is served. */
export interface Site {
  /** Who comes in. Where it has an answer, the body is not read. */
  authorize(visitor: RequestHeaders): Response | undefined;
  /** Whether it answers what was posted by itself, and more quickly than `answer` would. */
  tryHandle(posted: PostedJson): Promise<boolean>;
  handle(request: Request): Promise<Response>;
}

/** JSON that somebody has posted. */
export interface PostedJson {
  /** With the query, if there is one. */
  readonly path: string;
  header(name: string): string | undefined;
  readonly json: unknown;
  readonly reply: Reply;
}

/** The answer to it: one JSON text, or a stream of events. */
export interface Reply {
  json(text: string, headers: Readonly<Record<string, string>>): void;
  /** Begins the stream with these headers if it has not begun, and adds to it. */
  stream(text: string, headers: Readonly<Record<string, string>>): void;
  endStream(): void;
  /** Told when it is over, or when nobody waits for it any more. */
  onOver(listener: () => void): void;
}

/** The headers of a request that say who comes, and from where. */
export interface RequestHeaders {
  readonly host?: string;
  readonly origin?: string;
  readonly authorization?: string;
}

/** Lines that are never changed once they are written. */
export interface AuditLog {
  /** One line of JSON, without its end. It is made when the call that it is about has been answered. Never fails. */
  append(line: () => string): void;
}

/** Traces of what is done, for whoever follows a request through several programs (OpenTelemetry). */
export interface Tracing {
  /** `parent` has the header names of W3C Trace Context. */
  begin(name: string, attributes: Attributes, parent: Readonly<Record<string, unknown>>): Span;
  /** Sends what has not been sent. Never fails, and does not take long. */
  close(): Promise<void>;
}

export interface Span {
  /** Makes what comes after it a part of it: the headers of W3C Trace Context. */
  readonly context: Readonly<Record<string, string>>;
  /** With `error`, it failed. */
  end(attributes: Attributes, error?: string): void;
}

/** Those that are undefined are left out. */
export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** Long work tells where it is, on standard error: a spinner on a terminal, plain lines elsewhere. */
export interface Progress {
  /** What is being done now; replaces the step before. */
  step(message: string): void;
  /** The current step is over; nothing of it stays on a terminal. */
  done(): void;
  /** Something a person should know; silent under `--quiet`. */
  note(message: string): void;
  /** Something a person must know. */
  warn(message: string): void;
}
