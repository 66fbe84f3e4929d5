/**
 * A real MCP server on loopback, of both eras, behind no authorization, an API key, or OAuth with resource
 * metadata (RFC 9728), introspection (RFC 7662) and an audience of its own.
 */
import type { IncomingHttpHeaders } from 'node:http';
import { toNodeHandler } from '@modelcontextprotocol/node';
import {
  type AuthInfo,
  type CallToolResult,
  createMcpHandler,
  type ElicitRequestFormParams,
  type ElicitRequestURLParams,
  getOAuthProtectedResourceMetadataUrl,
  inputRequired,
  OAuthError,
  OAuthErrorCode,
  requireBearerAuth,
  Server,
  type Tool,
} from '@modelcontextprotocol/server';
import { RESOURCE_SERVER } from './authorization-server.ts';
import { dpopChallenge, faultOfProof } from './dpop.ts';
import { answering, listen } from './http.ts';

export interface FakeTool extends Pick<Tool, 'name' | 'description' | 'inputSchema'> {
  readonly outputSchema?: Tool['outputSchema'];
  /** Hints for clients about what it does. */
  readonly annotations?: Tool['annotations'];
  /** What it wants to know from a person first (2026-07-28 only); the answer comes in the argument `answer`. */
  readonly asks?: ElicitRequestFormParams | ElicitRequestURLParams;
  /** What it says while it works. */
  readonly progress?: readonly string[];
  readonly run: (
    args: Readonly<Record<string, unknown>>,
    caller: AuthInfo | undefined,
  ) => CallToolResult | Promise<CallToolResult>;
}

export type Protection =
  | { readonly kind: 'none' }
  | { readonly kind: 'api_key'; readonly key: string }
  | {
      readonly kind: 'oauth';
      readonly issuer: string;
      readonly scopes: readonly string[];
      /** Whether a token must name this server as its audience; default true. */
      readonly audience?: boolean;
      /** Tokens are bound to a key (RFC 9449); default false. */
      readonly dpop?: boolean;
    };

export interface McpServerOptions {
  readonly name: string;
  readonly tools: readonly FakeTool[];
  readonly protection?: Protection;
  /** Default: both. `legacy` answers `server/discover` as a server of 2025 does. */
  readonly era?: 'both' | 'modern' | 'legacy';
  /** Tools in one page of `tools/list`; default all. */
  readonly pageSize?: number;
  /** Added to `tools/list` as they are, however wrong. */
  readonly faultyTools?: readonly unknown[];
}

export interface ReceivedRequest {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly status: number;
}

export interface FakeMcpServer {
  readonly url: string;
  /** The `_meta` of each call of a tool. */
  readonly metas: readonly object[];
  readonly requests: readonly ReceivedRequest[];
  close(): Promise<void>;
}

export async function startMcpServer(options: McpServerOptions): Promise<FakeMcpServer> {
  const { origin, server, close } = await listen();
  const url = `${origin}/mcp`;
  const requests: ReceivedRequest[] = [];
  const metas: object[] = [];
  const handler = createMcpHandler(({ authInfo }) => createServer(options, metas, authInfo), {
    legacy: options.era === 'modern' ? 'reject' : 'stateless',
  });
  const gate = gateOf(options.protection ?? { kind: 'none' }, url);
  const answer = toNodeHandler({
    fetch: async (request) => {
      const metadata = metadataOf(options, url, new URL(request.url).pathname);
      if (metadata) return Response.json(metadata);
      if (new URL(request.url).pathname !== '/mcp') return new Response('Not found', { status: 404 });
      const admitted = await gate(request);
      if (admitted instanceof Response) return admitted;
      if (options.era === 'legacy' && (await isModern(request))) return unknownMethod(request);
      return handler.fetch(request, { authInfo: admitted });
    },
  });
  server.on(
    'request',
    answering(async (request, response) => {
      response.on('finish', () =>
        requests.push({
          method: request.method ?? '',
          path: request.url ?? '',
          authorization: request.headers.authorization,
          headers: request.headers,
          status: response.statusCode,
        }),
      );
      await answer(request, response);
    }),
  );
  return {
    url,
    requests,
    metas,
    close: async () => {
      await handler.close();
      await close();
    },
  };
}

function createServer(
  { name, tools, pageSize = Number.POSITIVE_INFINITY, faultyTools = [] }: McpServerOptions,
  metas: object[],
  caller?: AuthInfo,
) {
  const server = new Server({ name, version: '1.0.0' }, { capabilities: { tools: {} } });
  const definitions = [...tools.map(({ run, progress, asks, ...definition }) => definition), ...faultyTools] as Tool[];
  server.setRequestHandler('tools/list', ({ params }) => {
    const start = Number(params?.cursor ?? 0);
    const end = start + pageSize;
    return {
      tools: definitions.slice(start, end),
      ...(end < definitions.length && { nextCursor: String(end) }),
    };
  });
  server.setRequestHandler('tools/call', async ({ params }, { mcpReq }) => {
    metas.push(mcpReq._meta ?? {});
    const tool = tools.find((each) => each.name === params.name);
    if (!tool) return { isError: true, content: [{ type: 'text', text: `There is no tool ${params.name}.` }] };
    const progressToken = params._meta?.progressToken;
    for (const [progress, message] of progressToken === undefined ? [] : (tool.progress ?? []).entries()) {
      await mcpReq.notify({ method: 'notifications/progress', params: { progressToken, progress, message } });
    }
    if (tool.asks === undefined) return tool.run(params.arguments ?? {}, caller);
    const answer = mcpReq.inputResponses?.answer;
    if (answer) return tool.run({ ...params.arguments, answer }, caller);
    return inputRequired({ inputRequests: { answer: { method: 'elicitation/create', params: tool.asks } } });
  });
  return server;
}

type Gate = (request: Request) => Promise<AuthInfo | undefined | Response>;

export function gateOf(protection: Protection, url: string): Gate {
  if (protection.kind === 'none') return async () => undefined;
  if (protection.kind === 'api_key') {
    return async (request) =>
      request.headers.get('authorization') === `Bearer ${protection.key}`
        ? undefined
        : new Response('Unauthorized', { status: 401, headers: { 'www-authenticate': 'Bearer' } });
  }
  const resourceMetadataUrl = getOAuthProtectedResourceMetadataUrl(new URL(url));
  const bearer = requireBearerAuth({
    verifier: { verifyAccessToken: (token) => introspect(protection.issuer, token) },
    requiredScopes: [...protection.scopes],
    resourceMetadataUrl,
    ...((protection.audience ?? true) && { expectedResource: new URL(url) }),
  });
  if (!protection.dpop) return bearer;
  return async (request) => {
    const [, token = ''] = /^DPoP (.+)$/.exec(request.headers.get('authorization') ?? '') ?? [];
    if (token === '') return dpopChallenge('invalid_token', resourceMetadataUrl);
    const { extra } = await introspect(protection.issuer, token);
    const fault = await faultOfProof(request, token, extra?.thumbprint);
    if (fault) return dpopChallenge(fault, resourceMetadataUrl);
    return bearer(new Request(request.url, { headers: { authorization: `Bearer ${token}` } }));
  };
}

/** RFC 7662. */
async function introspect(issuer: string, token: string): Promise<AuthInfo> {
  const credentials = Buffer.from(`${RESOURCE_SERVER.id}:${RESOURCE_SERVER.secret}`).toString('base64');
  const response = await fetch(`${issuer}/token/introspection`, {
    method: 'POST',
    headers: { authorization: `Basic ${credentials}` },
    body: new URLSearchParams({ token }),
  });
  const found = (await response.json()) as Record<string, unknown>;
  if (found.active !== true) throw new OAuthError(OAuthErrorCode.InvalidToken, 'The token is not active.');
  return {
    token,
    clientId: String(found.client_id),
    scopes: String(found.scope ?? '').split(' '),
    expiresAt: Number(found.exp),
    ...(typeof found.aud === 'string' && { resource: new URL(found.aud) }),
    extra: { account: found.sub, thumbprint: (found.cnf as { jkt?: string } | undefined)?.jkt },
  };
}

/** RFC 9728. */
export function metadataOf({ protection, name }: McpServerOptions, url: string, path: string): object | undefined {
  if (protection?.kind !== 'oauth' || path !== '/.well-known/oauth-protected-resource/mcp') return undefined;
  return {
    resource: url,
    resource_name: name,
    authorization_servers: [protection.issuer],
    scopes_supported: protection.scopes,
    bearer_methods_supported: ['header'],
    dpop_bound_access_tokens_required: protection.dpop ?? false,
  };
}

async function isModern(request: Request): Promise<boolean> {
  return (request.headers.get('mcp-protocol-version') ?? '') >= '2026';
}

async function unknownMethod(request: Request): Promise<Response> {
  const { id = null } = (await request.json()) as { id?: unknown };
  return Response.json({ jsonrpc: '2.0', id, error: { code: -32601, message: 'Method not found' } }, { status: 400 });
}
