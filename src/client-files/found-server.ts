/** From an entry of a client's configuration to the server that it describes. Pure. */
import type { ClientName } from '../compile/clients.ts';
import { isJsonObject, type JsonObject } from '../json-object.ts';
import {
  bridgeEnvironment,
  clientOf,
  type GivenClient,
  headersOf,
  obstacleOf,
  unreadSecrets,
  urlOf,
} from './entry-fields.ts';
import { type Template, templateOf, type VariableSyntax } from './variables.ts';

export type FoundServer =
  | Importable
  /** Why it cannot be imported, as a sentence. */
  | { readonly why: string };

export interface Importable {
  /** The name that it gets with us. */
  readonly name: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, Template>>;
  readonly token?: Template;
  readonly client?: FoundClient;
  /** Where the entry has other secrets, which are not taken over. */
  readonly unread: readonly string[];
}

export interface FoundClient extends Pick<GivenClient, 'scopes' | 'authUrl' | 'tokenUrl'> {
  readonly id: Template;
  readonly secret?: Template;
}

/** `Authorization: Bearer` becomes the token, and every other header stays a header. */
export function foundServer(name: string, entry: unknown, client: ClientName): FoundServer {
  if (!isJsonObject(entry)) return { why: 'It is no object.' };
  const url = urlOf(entry);
  if (url === undefined) return { why: 'It starts a program, and mcpctl connects to addresses only.' };
  const obstacle = obstacleOf(entry) ?? obstacleInUrl(url);
  if (obstacle !== undefined) return { why: obstacle };
  const read = templateReader(entry, client === 'gemini' ? 'braces and dollar' : 'braces');
  const headers: Record<string, Template> = {};
  let token: Template | undefined;
  for (const [header, text] of Object.entries(headersOf(entry))) {
    if (typeof text !== 'string') return { why: `Its header ${header} is no text.` };
    const value = header.includes('$') ? { why: 'has a variable in its name' } : read(text);
    if ('why' in value) return { why: `Its header ${header} ${value.why}.` };
    const bearer = /^authorization$/i.test(header) ? withoutBearer(value) : undefined;
    if (bearer === undefined) headers[header] = value;
    else token = bearer;
  }
  const given = clientOf(entry);
  const found = given === undefined || 'why' in given ? given : readClient(given, read);
  if (found !== undefined && 'why' in found) return found;
  // One authorization is enough: a server with a token needs no client.
  const used = token === undefined ? found : undefined;
  const unread = unreadSecrets(entry, used !== undefined);
  return { name: serverName(name), url, headers, ...(token && { token }), ...(used && { client: used }), unread };
}

type ReadTemplate = (text: string) => ReturnType<typeof templateOf>;

/** Reads texts in which the variables that the entry itself gives to a bridge are replaced. */
function templateReader(entry: JsonObject, syntax: VariableSyntax): ReadTemplate {
  const own = bridgeEnvironment(entry);
  return (text) => {
    const template = templateOf(text, syntax);
    if ('why' in template) return template;
    const whole: Template[number][] = [];
    for (const part of template) {
      const value = typeof part === 'string' ? undefined : own[part.name];
      const isOwn = typeof value === 'string' || typeof value === 'number';
      const parts = isOwn ? templateOf(String(value), syntax) : [part];
      if ('why' in parts) return parts;
      whole.push(...parts);
    }
    return joined(whole);
  };
}

/** Texts that follow each other become one. */
function joined(template: Template): Template {
  const parts: Template[number][] = [];
  for (const part of template) {
    const last = parts.at(-1);
    if (typeof last === 'string' && typeof part === 'string') parts[parts.length - 1] = last + part;
    else parts.push(part);
  }
  return parts;
}

function withoutBearer([first, ...rest]: Template): Template | undefined {
  const [, text] = (typeof first === 'string' && /^Bearer\s+(.*)$/is.exec(first)) || [];
  if (text === undefined || (text === '' && rest.length === 0)) return undefined;
  return text === '' ? rest : [text, ...rest];
}

function readClient({ id, secret, ...others }: GivenClient, read: ReadTemplate): FoundClient | { why: string } {
  const [readId, readSecret] = [read(id), secret === undefined ? undefined : read(secret)];
  for (const each of [readId, readSecret]) if (each && 'why' in each) return { why: `Its OAuth client ${each.why}.` };
  const urls = [others.authUrl, others.tokenUrl].find((url) => url?.includes('$'));
  if (urls !== undefined) return { why: 'Its OAuth client has a variable in an address.' };
  return { ...others, id: readId as Template, ...(readSecret && { secret: readSecret as Template }) };
}

/** Addresses are stored and shown as they are, and a variable may hold a secret. */
function obstacleInUrl(url: string): string | undefined {
  if (!/\$\{|\$[A-Za-z_]/.test(url)) return undefined;
  if (url.includes('${input:')) return 'Its address is asked of a person each time.';
  return 'Its address has a variable, and mcpctl keeps addresses unencrypted: create the server with the whole address.';
}

function serverName(name: string): string {
  return name
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+/, '')
    .slice(0, 100);
}
