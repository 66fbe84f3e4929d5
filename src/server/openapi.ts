/** The description of the API (OpenAPI 3.1), printed from the routes and from schemas/api.schema.json. Pure. */
import { VERSION } from '../version.ts';
import { type AnyRoute, isOpen, type ServerSettings } from './route.ts';
import { definitions } from './schemas.ts';

type Json = Record<string, unknown>;

/** @see https://spec.openapis.org/oas/v3.1.1.html */
export function openApiDocument(routes: readonly AnyRoute[], { publicUrl }: ServerSettings): object {
  const paths: Record<string, Json> = {};
  for (const each of routes) {
    const path = paths[each.path] ?? {};
    path[each.method.toLowerCase()] = operationOf(each);
    paths[each.path] = path;
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'mcpctl',
      version: VERSION,
      summary: 'MCP servers, agents, and the accounts of people.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: publicUrl }],
    security: [{ bearer: [] }],
    paths,
    components: {
      schemas: withReferences(definitions),
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'An API key, a session, or a login.' },
      },
    },
  };
}

function operationOf(route: AnyRoute): Json {
  const { method, path, summary, operation, body, response, status = 200, query = {} } = route;
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  const inQuery = Object.entries(query).map(([name, { description, isRequired = false }]) => ({
    name,
    in: 'query',
    required: isRequired,
    description,
    schema: { type: 'string' },
  }));
  const parameters = [...inPath, ...inQuery];
  return {
    operationId: operationIdOf(method, path),
    summary,
    description: isOpen(route) ? 'Anybody may call it.' : `Needs the right \`${operation.right}\`.`,
    tags: [operation.name.split('.')[0]],
    ...(isOpen(route) && { security: [] }),
    ...(parameters.length > 0 && { parameters }),
    ...(body && {
      requestBody: {
        required: definitions[body]?.required !== undefined,
        content: { 'application/json': { schema: referenceTo(body) } },
      },
    }),
    responses: {
      [status]: { description: 'Done.', content: { 'application/json': { schema: referenceTo(response) } } },
      default: { description: 'An error.', content: { 'application/json': { schema: referenceTo('Error') } } },
    },
  };
}

/** `post_ai_agents_id_mcp_servers_serverId`: unique, since method and path are. */
function operationIdOf(method: string, path: string): string {
  return `${method.toLowerCase()}${path.replace(/[{}]/g, '').replace(/\W+/g, '_')}`.replace(/_+$/, '');
}

function referenceTo(name: string) {
  return { $ref: `#/components/schemas/${name}` };
}

/** The definitions refer to each other in their own document. */
function withReferences(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value).replaceAll('"#/$defs/', '"#/components/schemas/'));
}
