/** The settings of a server that was found in a client's configuration, once its variables are known. Pure. */

import type { FoundClient, Importable } from '../../client-files/found-server.ts';
import {
  type Environment,
  type Filled,
  fill,
  fillText,
  type Template,
  textsIn,
  variablesIn,
} from '../../client-files/variables.ts';
import type { ServerAuth, ServerSettings } from '../servers/settings.ts';

export interface ImportedSettings {
  readonly settings: ServerSettings;
  /** The secrets that are texts of the file: names of headers, `client_secret`. */
  readonly inFile: readonly string[];
}

/** @throws Refusal for a variable that cannot be read. */
export function importedSettings(found: Importable, environment: Environment): ImportedSettings {
  const inFile: string[] = [];
  const secret = (name: string, template: Template) => {
    const filled: Filled = fill(template, environment);
    if (filled.isInFile) inFile.push(name);
    return filled.secret;
  };
  const headers = Object.entries(found.headers).map(([name, template]) => [name, secret(name, template)] as const);
  const token = found.token && secret('Authorization', found.token);
  const { client } = found;
  const auth: ServerAuth | undefined = token
    ? { type: 'token', auth_token: token }
    : client && {
        ...clientFields(client, environment),
        ...(client.secret && { client_secret: secret('client_secret', client.secret) }),
      };
  const config = {
    endpoint: found.url,
    ...(headers.length > 0 && { headers: Object.fromEntries(headers) }),
    ...(auth && { auth }),
  };
  return { settings: { name: found.name, config }, inFile };
}

function clientFields({ id, secret, scopes, authUrl, tokenUrl }: FoundClient, environment: Environment): ServerAuth {
  return {
    type: secret ? 'oauth_authorization_code_confidential_pkce' : 'oauth_authorization_code_public_pkce',
    client_id: fillText(id, environment),
    ...(scopes.length > 0 && { scopes }),
    ...(authUrl !== undefined && { auth_url: authUrl }),
    ...(tokenUrl !== undefined && { token_url: tokenUrl }),
  };
}

/** The names of all variables in an entry. */
export function variablesOf({ client, ...found }: Importable): string[] {
  return variablesIn([...secretTemplates({ ...found, client }), ...(client ? [client.id] : [])]);
}

/** The names of the variables that are a part of a secret. The values of the others may be shown. */
export function secretVariablesOf(found: Importable): string[] {
  return variablesIn(secretTemplates(found));
}

/** The texts of an entry that must not be shown. */
export function secretTextsOf(found: Importable): string[] {
  return secretTemplates(found).flatMap(textsIn);
}

function secretTemplates({ headers, token, client }: Importable): Template[] {
  return [...Object.values(headers), ...(token ? [token] : []), ...(client?.secret ? [client.secret] : [])];
}
