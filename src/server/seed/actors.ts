/** `/ai/actors` and `/ai/actor-mcp-servers` of seeds/000: the end users of a web app, as its backend sees them. */
import { actorDocument } from '../../documents/actor.ts';
import { connectionDocument } from '../../documents/connection.ts';
import { endedMembers } from '../../documents/job.ts';
import { endUserTokenDocument } from '../../documents/session.ts';
import { actorDelete, actorList, actorLookup, actorShow, actorUpsert } from '../../operations/actor.ts';
import { actorConnect, actorConnections, actorDisconnect } from '../../operations/connection.ts';
import { tokenCreateForEndUser } from '../../operations/session.ts';
import { isoTime } from '../../time.ts';
import type { ShownActor } from '../../usecases/end-users/actor.ts';
import type { ServerConnection } from '../../usecases/end-users/connections.ts';
import { authTypeOf } from '../../usecases/servers/merge.ts';
import { RequestProblem } from '../problem.ts';
import { type AnyRoute, type RouteRequest, route } from '../route.ts';
import { pageIn, pageOf } from './page.ts';
import { idOfToolServer, toolServerOf } from './things.ts';

const ignoring = { unknownMembers: 'ignored' } as const;
const ACTOR = { actor_id: { description: 'The id of the end user.', isRequired: true } } as const;

export const actorRoutes: readonly AnyRoute[] = [
  route({
    ...ignoring,
    method: 'POST',
    path: '/ai/actors',
    operation: actorUpsert,
    summary: 'Creates an end user, or changes what is given of one.',
    body: 'ActorInput',
    response: 'Actor',
    input: ({ body }) => ({
      subjectType: String(body.subject_type),
      externalKey: String(body.external_key),
      ...(body.display_name !== undefined && { displayName: String(body.display_name) }),
      ...(body.metadata !== undefined && { metadata: body.metadata as Record<string, unknown> }),
    }),
    answer: actorBody,
  }),
  route({
    ...ignoring,
    method: 'GET',
    path: '/ai/actors',
    operation: actorList,
    summary: 'Lists the end users of the web app, by their ids.',
    query: {
      limit: { description: 'The most items; 50 when left out, 100 at most.' },
      after: { description: 'The id of the last item of the page before.' },
    },
    response: 'Actors',
    input: ({ query }) => {
      const { limit, after } = pageIn(query);
      return { limit, ...(after !== undefined && { after }) };
    },
    answer: ({ actors, project, next }, { query }) => ({
      data: actors.map((actor) => actorBody({ actor, project })),
      has_more: next !== undefined,
      limit: pageIn(query).limit,
    }),
  }),
  route({
    ...ignoring,
    method: 'GET',
    path: '/ai/actors/lookup',
    operation: actorLookup,
    summary: 'Finds an end user by what its backend calls it.',
    query: {
      subject_type: { description: 'What kind of subject it is; user when left out.' },
      external_key: { description: 'The id of the subject in the web app.', isRequired: true },
    },
    response: 'ActorLookup',
    input: ({ query }) => ({
      subjectType: query.get('subject_type') ?? 'user',
      externalKey: query.get('external_key') ?? '',
    }),
    answer: (shown) => ({ actor: actorBody(shown) }),
  }),
  route({
    ...ignoring,
    method: 'GET',
    path: '/ai/actors/{id}',
    operation: actorShow,
    summary: 'Returns one end user.',
    response: 'Actor',
    input: ({ params }) => ({ id: params.id ?? '' }),
    answer: actorBody,
  }),
  route({
    ...ignoring,
    method: 'DELETE',
    path: '/ai/actors/{id}',
    operation: actorDelete,
    summary: 'Deletes an end user: its accounts are revoked and forgotten, its sessions end.',
    response: 'DeletedActor',
    input: ({ params }) => ({ id: params.id ?? '' }),
    answer: (deleted) => ({ success: true, ...endedMembers(deleted) }),
  }),
  route({
    ...ignoring,
    method: 'POST',
    path: '/ai/actors/{id}/tokens',
    operation: tokenCreateForEndUser,
    summary: 'Makes an access token that opens an agent as this end user.',
    body: 'EndUserTokenInput',
    response: 'EndUserToken',
    input: ({ params, body }) => ({
      actorId: params.id ?? '',
      agentId: String(body.agent_id),
      ...(body.expires_in !== undefined && { expiresIn: Number(body.expires_in) }),
    }),
    answer: endUserTokenDocument,
  }),
  route({
    ...ignoring,
    method: 'GET',
    path: '/ai/actor-mcp-servers',
    operation: actorConnections,
    summary: 'Lists the servers of the project, and how an end user stands with each.',
    query: {
      ...ACTOR,
      limit: { description: 'The most items; all when left out.' },
      offset: { description: 'How many items to skip.' },
    },
    response: 'ActorServers',
    input: (request) => ({ actorId: actorIn(request) }),
    answer: ({ connections }, { query }) => {
      // The published client has no page to ask for.
      const all = { ...pageIn(query), limit: connections.length };
      const page = query.has('limit') ? pageIn(query) : all;
      const part = connections.slice(page.offset, page.offset + page.limit + 1);
      return pageOf(part.map(summaryOf), connections.length, page);
    },
  }),
  route({
    ...ignoring,
    method: 'POST',
    path: '/ai/actor-mcp-servers/{id}/connect',
    operation: actorConnect,
    summary: 'Begins the consent of an end user. Its browser opens `auth_url`.',
    query: ACTOR,
    response: 'ActorConnect',
    input: async (request) => ({
      actorId: actorIn(request),
      server: (await toolServerOf(request.params.id ?? '', request)).name,
    }),
    answer: (begun, { settings }) =>
      begun.requiresOauth
        ? {
            auth_url: begun.url,
            connect_id: begun.connectId,
            expires_at: isoTime(begun.expiresAt),
            ...(begun.warning !== undefined && { warning: begun.warning }),
          }
        : { auth_url: `${settings.publicUrl}/connected` },
  }),
  route({
    ...ignoring,
    method: 'POST',
    path: '/ai/actor-mcp-servers/{id}/disconnect',
    operation: actorDisconnect,
    summary: 'Revokes and forgets the account of an end user at this server.',
    query: ACTOR,
    response: 'Success',
    input: async (request) => ({
      actorId: actorIn(request),
      server: (await toolServerOf(request.params.id ?? '', request)).name,
    }),
    answer: () => ({ success: true }),
  }),
];

function actorIn({ query }: Pick<RouteRequest, 'query'>): string {
  const id = query.get('actor_id');
  if (id) return id;
  throw new RequestProblem({
    status: 400,
    code: 'input-invalid',
    message: 'The parameter actor_id is missing.',
    next: 'Say which end user is meant: ?actor_id=ID',
  });
}

/** `display_name` is left out where nobody gave one: the published type has no null. */
function actorBody({ actor, project }: ShownActor): object {
  const { display_name: name, ...rest } = actorDocument(actor);
  return { ...rest, deployment_id: project, ...(name !== null && { display_name: name }) };
}

function summaryOf(connection: ServerConnection): object {
  const { server, isPersonal } = connection;
  const { connection_status, connected_at, expires_at } = connectionDocument(connection);
  const provider = server.access.via === 'provider' ? server.access.provider : undefined;
  return {
    id: idOfToolServer(server),
    name: server.displayName,
    endpoint: server.url,
    auth_type: (server.record ? authTypeOf(server.record, provider) : provider?.grantType) ?? 'none',
    requires_user_connection: isPersonal,
    connection_status,
    ...(connected_at !== null && { connected_at }),
    ...(expires_at !== null && { expires_at }),
  };
}
