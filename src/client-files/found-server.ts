/** From an entry of a client's configuration to the document of a server. Pure. */
import type { McpServer } from '../manifest/types.ts';

export type FoundServer =
  | {
      readonly document: McpServer;
      /** By the mark that stands for each secret in the document. */
      readonly secrets: ReadonlyMap<string, { readonly header: string; readonly text: string }>;
      /** References to the environment in the document. */
      readonly references: readonly string[];
    }
  /** Why it cannot be imported, as a sentence. */
  | { readonly why: string };

/** `Authorization: Bearer` becomes the token, and every other header stays a header. A reference to the environment stays a reference. */
export function foundServer(name: string, entry: unknown): FoundServer {
  if (typeof entry !== 'object' || entry === null) return { why: 'It is no object.' };
  const url = urlOf(entry);
  if (url === undefined) return { why: 'It starts a program, and mcpctl connects to addresses only.' };
  const secrets = new Map<string, { header: string; text: string }>();
  const references: string[] = [];
  const headers: Record<string, string> = {};
  let token: string | undefined;
  for (const [header, text] of Object.entries(headersOf(entry))) {
    if (typeof text !== 'string') return { why: `Its header ${header} is no text.` };
    const bearer = /^authorization$/i.test(header) ? /^Bearer\s+(.+)$/i.exec(text)?.[1] : undefined;
    const value = bearer ?? text;
    if (/\$\{input:/.test(value)) return { why: `Its header ${header} is asked of a person each time.` };
    const variable = /^\$\{(?:env:)?(\w+)\}$/.exec(value)?.[1];
    const reference = variable === undefined ? `<found ${secrets.size}>` : `env:${variable}`;
    if (variable === undefined) secrets.set(reference, { header, text: value });
    else references.push(reference);
    if (bearer === undefined) headers[header] = reference;
    else token = reference;
  }
  const config = {
    endpoint: url,
    ...(Object.keys(headers).length > 0 && { headers }),
    ...(token !== undefined && { auth: { type: 'token' as const, auth_token: token } }),
  };
  return { document: { name: serverName(name), config }, secrets, references };
}

/** Clients use different names for it. A bridge to a URL (`npx mcp-remote URL`) counts as the URL. */
function urlOf(entry: object): string | undefined {
  for (const key of ['url', 'httpUrl', 'serverUrl']) {
    const url = Reflect.get(entry, key);
    if (typeof url === 'string') return url;
  }
  const args: unknown = Reflect.get(entry, 'args');
  if (!Array.isArray(args) || !args.some((each) => /^mcp-remote(@|$)/.test(String(each)))) return undefined;
  return args.find((each) => typeof each === 'string' && /^https?:\/\//.test(each));
}

/** Clients use different names for them. Codex also names environment variables. */
function headersOf(entry: object): Readonly<Record<string, unknown>> {
  const variable: unknown = Reflect.get(entry, 'bearer_token_env_var');
  return {
    ...membersOf(entry, 'headers'),
    ...membersOf(entry, 'http_headers'),
    ...Object.fromEntries(
      Object.entries(membersOf(entry, 'env_http_headers')).map(([name, from]) => [name, `\${${from}}`]),
    ),
    ...(typeof variable === 'string' && { Authorization: `Bearer \${${variable}}` }),
    ...bridgedHeaders(entry),
  };
}

/** `mcp-remote URL --header 'Name: value'`, where a value may come from the `env` of the entry. */
function bridgedHeaders(entry: object): Record<string, string> {
  const args: unknown = Reflect.get(entry, 'args');
  const env = membersOf(entry, 'env');
  const given = Array.isArray(args) ? args.filter((_, index) => args[index - 1] === '--header') : [];
  return Object.fromEntries(
    given.flatMap((text) => {
      const [, name, value] = /^([^:]+):\s*(.*)$/.exec(String(text)) ?? [];
      if (name === undefined || value === undefined) return [];
      const whole = value.replace(/\$\{(\w+)\}/g, (mark, variable) => String(env[variable] ?? mark));
      return [[name, whole]];
    }),
  );
}

function membersOf(entry: object, key: string): Readonly<Record<string, unknown>> {
  const members: unknown = Reflect.get(entry, key);
  return typeof members === 'object' && members !== null ? (members as Record<string, unknown>) : {};
}

function serverName(name: string): string {
  return name
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+/, '')
    .slice(0, 100);
}
