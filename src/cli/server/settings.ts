/** What `server create` and `server update` were given, with the secrets behind its references. */

import type { McpServer, ServerAuthFields, ServerAuthType } from '../../manifest/types.ts';
import { hint } from '../../next-step.ts';
import type { References } from '../../ports/person.ts';
import { Refusal } from '../../refusal.ts';
import type { Secret } from '../../secret.ts';
import type { ServerPatch } from '../../usecases/servers/merge.ts';
import type { ServerAuth, ServerSettings } from '../../usecases/servers/settings.ts';
import { readPair } from '../pairs.ts';
import { readSecret } from '../secret-reference.ts';

const HEADER = { option: '--header', form: 'NAME=REFERENCE', example: 'X-Api-Key=env:CRM_KEY' };

export interface ServerCommandOptions {
  readonly file?: string;
  readonly url?: string;
  readonly auth?: ServerAuthType | 'none';
  readonly clientId?: string;
  readonly clientSecret?: string;
  readonly token?: string;
  readonly scope?: readonly string[];
  readonly resource?: string;
  readonly authUrl?: string;
  readonly tokenUrl?: string;
  readonly registerUrl?: string;
  readonly header?: readonly string[];
  /** False for --no-check. */
  readonly check?: boolean;
}

export interface ServerOperands {
  readonly name?: string;
  readonly url?: string;
}

/**
 * The server document that the options describe.
 *
 * @throws Refusal `usage`
 */
export function described(options: ServerCommandOptions, { name, url }: ServerOperands): McpServer {
  if (name === undefined || url === undefined) {
    throw new Refusal('usage', {
      what: 'A server has a name and a URL.',
      hint: hint`Type ${{ do: 'create', what: 'server' }}, or ${{ do: 'create', what: 'server', file: 'server.json' }}`,
    });
  }
  const { auth: type } = options;
  const { auth, headers } = fieldsOf(options);
  if ((type === undefined || type === 'none') && Object.keys(auth).length > 0) {
    throw new Refusal('usage', {
      what: `${Object.keys(auth).join(', ')} says nothing without the type of authorization.`,
      hint: hint`Say it too: ${{ do: 'create', what: 'server', name, url, give: ['auth'] }}`,
    });
  }
  const config = {
    endpoint: url,
    ...(Object.keys(headers).length > 0 && { headers }),
    ...(type !== undefined && type !== 'none' && { auth: { ...auth, type } }),
  };
  return { name, config };
}

function fieldsOf(options: ServerCommandOptions) {
  const fields: Partial<ServerAuthFields> = {
    client_id: options.clientId,
    client_secret: options.clientSecret,
    auth_token: options.token,
    scopes: options.scope,
    resource: options.resource,
    auth_url: options.authUrl,
    token_url: options.tokenUrl,
    register_url: options.registerUrl,
  };
  const given = Object.entries(fields).filter(([, value]) => value !== undefined);
  return {
    auth: Object.fromEntries(given) as Partial<ServerAuthFields>,
    headers: Object.fromEntries((options.header ?? []).map((text) => readPair(text, HEADER))),
  };
}

/** @throws Refusal `secret-literal-refused`, `reference-unresolved`. */
export async function readSettings({ name, config }: McpServer, references: References): Promise<ServerSettings> {
  const { endpoint, headers, auth } = config;
  return {
    name,
    config: {
      endpoint,
      ...(headers && { headers: await readHeaders(headers, references) }),
      ...(auth && { auth: { ...(await readAuth(auth, references)), type: auth.type } }),
    },
  };
}

/** @throws Refusal `usage`, `secret-literal-refused`, `reference-unresolved`. */
export async function readPatch(options: ServerCommandOptions, references: References): Promise<ServerPatch> {
  const { headers, auth } = fieldsOf(options);
  return {
    url: options.url,
    type: options.auth,
    headers: await readHeaders(headers, references),
    auth: await readAuth(auth, references),
  };
}

async function readHeaders(headers: Readonly<Record<string, string>>, references: References) {
  const secrets: Record<string, Secret> = {};
  for (const [name, text] of Object.entries(headers)) {
    secrets[name] = await readSecret(`the header ${name}`, text, references);
  }
  return secrets;
}

async function readAuth(
  fields: Partial<ServerAuthFields>,
  references: References,
): Promise<Partial<Omit<ServerAuth, 'type'>>> {
  const { type: _type, client_id: id, client_secret: secret, auth_token: token, ...others } = fields;
  return {
    ...others,
    ...(id !== undefined && { client_id: references.isReference(id) ? await references.read(id) : id }),
    ...(secret !== undefined && { client_secret: await readSecret('client_secret', secret, references) }),
    ...(token !== undefined && { auth_token: await readSecret('auth_token', token, references) }),
  };
}
