/** Target `servers`: one MCP server document for each collection (schemas/mcp-server.schema.json). */
import type { McpServer, ServerAuthFields } from '../manifest/types.ts';
import { type CompiledCollection, type CompiledProvider, type CompileInput, secretReference } from './compile-input.ts';

export function compileServers({ collections }: CompileInput): McpServer[] {
  return collections.map((collection) => {
    const auth = authOf(collection);
    return { name: collection.serverName, config: { endpoint: collection.url, ...(auth && { auth }) } };
  });
}

function authOf({ access }: CompiledCollection): ServerAuthFields | undefined {
  switch (access.via) {
    case 'none':
      return undefined;
    case 'api_key':
      return { type: 'token', auth_token: secretReference(access.secretKey) };
    case 'oauth':
      return { type: 'oauth_authorization_code_public_pkce' };
    case 'provider':
      return authOfProvider(access.provider);
  }
}

/** Only what is known. The rest is discovered or registered later. */
function authOfProvider(provider: CompiledProvider): ServerAuthFields {
  const { grantType, clientId, clientSecretKey, authorizationEndpoint, tokenEndpoint, scopes } = provider;
  const isMachine = grantType === 'client_credentials';
  return {
    type: isMachine
      ? 'oauth_client_credentials'
      : clientSecretKey
        ? 'oauth_authorization_code_confidential_pkce'
        : 'oauth_authorization_code_public_pkce',
    ...(clientId !== undefined && { client_id: clientId }),
    ...(clientSecretKey !== undefined && { client_secret: secretReference(clientSecretKey) }),
    ...(!isMachine && authorizationEndpoint !== undefined && { auth_url: authorizationEndpoint }),
    ...(tokenEndpoint !== undefined && { token_url: tokenEndpoint }),
    ...(scopes.length > 0 && { scopes: scopes.map(({ scope }) => scope) }),
  };
}
