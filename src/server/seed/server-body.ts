/** MCP servers between the bodies of seeds/000 and our settings. Pure. */
import { serverDocument } from '../../documents/server.ts';
import { isJsonObject, type JsonObject } from '../../json-object.ts';
import type { ServerAuthType } from '../../manifest/types.ts';
import type { Discovered } from '../../providers/discover.ts';
import { Secret } from '../../secret.ts';
import type { MadeServer } from '../../usecases/servers/make-server.ts';
import type { ServerPatch } from '../../usecases/servers/merge.ts';
import type { ServerAuth, ServerSettings } from '../../usecases/servers/settings.ts';
import { RequestProblem } from '../problem.ts';
import { discoveryBody } from './discovery-body.ts';

type Json = Record<string, unknown>;

const SECRETS = ['auth_token', 'client_secret'];
const FIELDS = ['client_id', 'auth_url', 'token_url', 'register_url', 'scopes', 'resource', ...SECRETS];

/** @throws RequestProblem 422 for a secret that is a mask */
export function settingsIn(body: JsonObject): ServerSettings {
  const config = body.config as Json;
  const auth = config.auth as Json | undefined;
  return {
    name: String(body.name),
    config: {
      endpoint: String(config.endpoint),
      ...(isJsonObject(config.headers) && { headers: headersIn(config.headers) as Record<string, Secret> }),
      ...(auth && { auth: { type: auth.type, ...withoutNulls(fieldsIn(auth)) } as ServerAuth }),
    },
  };
}

/**
 * The change that a body asks for. What has the value that a GET answers asks for nothing, so that a client may send a whole
 * server back; null deletes.
 *
 * @throws RequestProblem 422 for another name, and for a secret that is a mask
 */
export function patchIn(body: JsonObject, shown: MadeServer): ServerPatch {
  const now = serverBody(shown) as { name: string; config: { endpoint: string; auth?: Json } };
  if (body.name !== undefined && body.name !== now.name) throw renamed();
  const config = (body.config ?? {}) as Json;
  const auth = config.auth as Json | null | undefined;
  const before = now.config.auth ?? {};
  const fields = Object.entries(fieldsIn(auth ?? {})).filter(
    ([name, value]) => SECRETS.includes(name) || JSON.stringify(value) !== JSON.stringify(before[name] ?? null),
  );
  const type = auth === null ? 'none' : auth?.type;
  return {
    ...(config.endpoint !== undefined && { url: String(config.endpoint) }),
    ...(type !== undefined && type !== before.type && { type: type as ServerAuthType | 'none' }),
    auth: Object.fromEntries(fields) as ServerPatch['auth'],
    headers:
      config.headers === null
        ? Object.fromEntries(Object.keys(shown.server.headers ?? {}).map((name) => [name, null]))
        : headersIn((config.headers ?? {}) as JsonObject),
  };
}

/** The flat server of the seed, with what we know beside it. It never holds a secret. */
export function serverBody(made: MadeServer): object {
  const { server, provider } = made;
  return { ...serverDocument({ server, provider }), deployment_id: server.project };
}

export function createdServerBody(made: MadeServer): object {
  const { found } = made;
  return { ...serverBody(made), discovery_result: found ? discoveryBody(found as Discovered) : null };
}

function fieldsIn(auth: JsonObject): Json {
  return Object.fromEntries(
    FIELDS.filter((name) => auth[name] !== undefined).map((name) => {
      const value = auth[name];
      return [name, SECRETS.includes(name) && value !== null ? secretIn(`/config/auth/${name}`, value) : value];
    }),
  );
}

function headersIn(headers: JsonObject): Record<string, Secret | null> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      value === null ? null : secretIn(`/config/headers/${name}`, value),
    ]),
  );
}

/** What a console shows in place of a secret, and a client may send back by mistake. */
const MASK = /^(?:[*\u2022\u25cf\u00b7.xX_-]{3,}.{0,4}|<.*>|\[.*\]|(?:redacted|masked|hidden|secret))$/i;

function secretIn(pointer: string, value: unknown): Secret {
  const text = String(value);
  if (!MASK.test(text)) return new Secret(text);
  throw new RequestProblem({
    status: 422,
    code: 'input-invalid',
    message: `${pointer} looks like the mask of a secret.`,
    why: 'Secrets are never returned, so this value cannot have come from here.',
    next: 'Leave the member out to keep the secret, or send the secret itself.',
    errors: [{ pointer, message: 'It looks like a mask.' }],
  });
}

function withoutNulls(fields: Json): Json {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}

function renamed(): RequestProblem {
  return new RequestProblem({
    status: 422,
    code: 'input-invalid',
    message: 'A server keeps its name.',
    why: 'Agents are attached to it by its name, and its tools are named after it.',
    next: 'Create a server with the new name, attach it, and delete this one.',
    errors: [{ pointer: '/name', message: 'It cannot be changed.' }],
  });
}
