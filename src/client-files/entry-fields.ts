/** What an entry of a client's configuration says, whatever the client calls it. Pure. */
import { isJsonObject, type JsonObject } from '../json-object.ts';
import { isSecretName } from '../manifest/secret-names.ts';

/** An OAuth client that a person has given to the MCP client. Its texts may have variables. */
export interface GivenClient {
  readonly id: string;
  readonly secret?: string;
  readonly scopes: readonly string[];
  readonly authUrl?: string;
  readonly tokenUrl?: string;
}

/** Clients use different names for it. A bridge to a URL (`npx mcp-remote URL`) counts as the URL. */
export function urlOf(entry: JsonObject): string | undefined {
  for (const key of ['url', 'httpUrl', 'serverUrl']) {
    const url = entry[key];
    if (typeof url === 'string') return url;
  }
  return bridgeArguments(entry)?.find((each) => /^https?:\/\//.test(each));
}

/** The arguments of `mcp-remote`. Undefined when the entry starts another program. */
function bridgeArguments({ command, args }: JsonObject): readonly string[] | undefined {
  const texts = Array.isArray(args) ? args.map(String) : [];
  const isBridge = [command, ...texts].some((each) => /(?:^|[\\/])mcp-remote(?:@|$)/.test(String(each)));
  return isBridge ? texts : undefined;
}

function optionsOf(entry: JsonObject, option: string): readonly string[] {
  const args = bridgeArguments(entry) ?? [];
  return args.filter((_, index) => args[index - 1] === option);
}

/** Clients use different names for them. Codex also names environment variables. */
export function headersOf(entry: JsonObject): JsonObject {
  const token = entry.bearer_token_env_var;
  const bridged = optionsOf(entry, '--header').flatMap((text) => {
    const [, name, value] = /^([^:]+):\s*(.*)$/.exec(text) ?? [];
    return name === undefined ? [] : [[name, value]];
  });
  return {
    ...membersOf(entry, 'headers'),
    ...membersOf(entry, 'http_headers'),
    ...Object.fromEntries(
      Object.entries(membersOf(entry, 'env_http_headers')).map(([name, from]) => [name, `\${${from}}`]),
    ),
    ...(typeof token === 'string' && { Authorization: `Bearer \${${token}}` }),
    ...Object.fromEntries(bridged),
  };
}

/** The variables that the entry itself gives to the bridge. */
export function bridgeEnvironment(entry: JsonObject): JsonObject {
  return bridgeArguments(entry) ? membersOf(entry, 'env') : {};
}

const CLIENT_PLACES = ['auth', 'oauth'];
const STATIC_CLIENT = '--static-oauth-client-info';

/** The OAuth client of an entry, or why it cannot be read, as a sentence. */
export function clientOf(entry: JsonObject): GivenClient | { readonly why: string } | undefined {
  const [bridged] = optionsOf(entry, STATIC_CLIENT);
  if (bridged === undefined) {
    const places = CLIENT_PLACES.map((key) => clientIn(membersOf(entry, key)));
    return places.find((each) => each !== undefined);
  }
  const [, variable] = /^\$\{(\w+)\}$/.exec(bridged) ?? [];
  const own = variable === undefined ? undefined : bridgeEnvironment(entry)[variable];
  const client = clientIn(objectIn(typeof own === 'string' ? own : bridged));
  return client ?? { why: `Its ${STATIC_CLIENT} is not in the configuration itself: create the server by hand.` };
}

function objectIn(json: string): JsonObject {
  try {
    const value: unknown = JSON.parse(json);
    return isJsonObject(value) ? value : {};
  } catch {
    return {};
  }
}

/** `CLIENT_ID`, `clientId` and `client_id` are the same. */
const plainName = (name: string) => name.replace(/[^A-Za-z]/g, '').toLowerCase();
const isSameName = (one: string, other: string) => plainName(one) === plainName(other);

function clientIn(members: JsonObject): GivenClient | undefined {
  const field = (...names: string[]) => {
    const [, value] = Object.entries(members).find(([name]) => names.some((each) => isSameName(name, each))) ?? [];
    return value;
  };
  const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);
  const id = text(field('client_id'));
  if (id === undefined) return undefined;
  const scopes = field('scopes', 'scope');
  return {
    id,
    secret: text(field('client_secret')),
    scopes: Array.isArray(scopes) ? scopes.map(String) : (text(scopes)?.split(/[\s,]+/) ?? []),
    authUrl: text(field('authorization_url', 'auth_url', 'authorization_endpoint')),
    tokenUrl: text(field('token_url', 'token_endpoint')),
  };
}

/** Why the entry is not used by its client, or not with what is in it. */
export function obstacleOf(entry: JsonObject): string | undefined {
  if (entry.disabled === true || entry.enabled === false || entry.isActive === false) return 'It is switched off.';
  if (typeof entry.headersHelper === 'string') return 'It gets its headers from a program each time.';
  const { authProviderType: how } = entry;
  if (typeof how === 'string' && how !== 'dynamic_discovery') return `It gets its tokens in a way of its own: ${how}.`;
  return undefined;
}

/** Where the entry has something that is named like a secret, and that no function of this file reads. */
export function unreadSecrets(entry: JsonObject, isClientRead: boolean): string[] {
  const usedVariables = Object.values(headersOf(entry)).join() + JSON.stringify(clientOf(entry) ?? '');
  const visit = (value: unknown, path: readonly string[]): string[] => {
    if (isJsonObject(value)) return Object.entries(value).flatMap(([name, each]) => visit(each, [...path, name]));
    const [place = '', name = place] = [path[0], path.at(-1)];
    if (typeof value !== 'string' || value === '' || READ.has(place) || !isSecretName(name)) return [];
    if (place === 'env' && usedVariables.includes(`\${${name}}`)) return [];
    if (isClientRead && CLIENT_PLACES.includes(place) && isSameName(name, 'client_secret')) return [];
    return [path.join('.')];
  };
  const bridged = !isClientRead && optionsOf(entry, STATIC_CLIENT).length > 0 ? [STATIC_CLIENT] : [];
  return [...visit(entry, []), ...bridged];
}

const READ: ReadonlySet<string> = new Set(['headers', 'http_headers', 'env_http_headers', 'bearer_token_env_var']);

function membersOf(entry: JsonObject, key: string): JsonObject {
  const members = entry[key];
  return isJsonObject(members) ? members : {};
}
