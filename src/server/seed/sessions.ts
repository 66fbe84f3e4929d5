/** Tickets, sessions and the runtime plane of seeds/000: what the browser of an end user may do. */
import { canParseUrl } from '../../can-parse-url.ts';
import { connectionDocument, connectReportDocument } from '../../documents/connection.ts';
import { sessionDocument, shownSessionDocument, ticketDocument } from '../../documents/session.ts';
import type { JsonObject } from '../../json-object.ts';
import {
  connectionBegin,
  connectionConfirm,
  connectionEnd,
  connectionList,
  connectionShow,
} from '../../operations/connection.ts';
import { sessionExchange, sessionShow, ticketCreate } from '../../operations/session.ts';
import { Secret } from '../../secret.ts';
import { isoTime } from '../../time.ts';
import { RequestProblem } from '../problem.ts';
import { type AnyRoute, type RouteRequest, route } from '../route.ts';
import { sessionCookie } from '../session-cookie.ts';
import { idOfToolServer, toolServerOf } from './things.ts';

const ignoring = { unknownMembers: 'ignored' } as const;
const AGENT = { agent_name: { description: 'One of the agents of the session.', isRequired: true } } as const;

export const sessionRoutes: readonly AnyRoute[] = [
  route({
    ...ignoring,
    method: 'POST',
    path: '/session/tickets',
    operation: ticketCreate,
    summary: 'Makes a ticket, which begins one session of an end user.',
    body: 'TicketInput',
    response: 'Ticket',
    input: ({ body }) => ({
      ticketType: String(body.ticket_type),
      agentIds: (body.agent_ids ?? []) as string[],
      ...given(body, {
        agent_session_identifier: 'agentSessionIdentifier',
        actor_id: 'actorId',
        context_group: 'contextGroup',
        expires_in: 'expiresIn',
        origin: 'origin',
        verify: 'verify',
      }),
    }),
    answer: ticketDocument,
  }),
  route({
    ...ignoring,
    method: 'POST',
    path: '/session/ticket/exchange',
    operation: sessionExchange,
    summary: 'Exchanges a ticket for a session, once.',
    body: 'ExchangeInput',
    response: 'Session',
    input: ({ body, header }) => ticketIn(String(body.ticket), header('origin')),
    answer: (session) => enveloped(sessionDocument(session)),
    headers: (session, { header, settings }) =>
      sessionCookie(session, { origin: header('origin'), publicUrl: settings.publicUrl }),
  }),
  route({
    ...ignoring,
    method: 'GET',
    path: '/session/ticket/exchange',
    operation: sessionExchange,
    summary: 'The same for clients that send no body. It sets no cookie.',
    query: { ticket: { description: 'The ticket.', isRequired: true } },
    response: 'Session',
    input: ({ query, header }) => ticketIn(query.get('ticket') ?? '', header('origin')),
    answer: (session) => enveloped(sessionDocument(session)),
  }),
  route({
    ...ignoring,
    method: 'GET',
    path: '/agent/session',
    operation: sessionShow,
    summary: 'Says whose session this is, and which agents it opens.',
    response: 'RuntimeSession',
    input: () => ({}),
    answer: (session) => enveloped(shownSessionDocument(session)),
  }),
  route({
    ...ignoring,
    method: 'GET',
    path: '/agent/mcp-servers',
    operation: connectionList,
    summary: 'Lists all servers that are attached to an agent, and how the end user stands with each.',
    query: AGENT,
    response: 'RuntimeServers',
    input: (request) => ({ agent: agentIn(request) }),
    answer: ({ connections }) =>
      enveloped(
        connections.map((connection) => {
          const { connected_at: _at, name: _name, ...document } = connectionDocument(connection);
          const { server } = connection;
          return { id: idOfToolServer(server), name: server.displayName, ...document };
        }),
      ),
  }),
  route({
    ...ignoring,
    method: 'POST',
    path: '/agent/mcp-servers/{id}/connect',
    operation: connectionBegin,
    summary: 'Begins a consent. The page opens `oauth_url` in a window.',
    query: AGENT,
    body: 'ConnectInput',
    response: 'RuntimeConnect',
    input: async (request) => ({
      agent: agentIn(request),
      server: (await attachedServer(request)).name,
      ...returnIn(request),
    }),
    answer: (begun) =>
      enveloped({
        requires_oauth: begun.requiresOauth,
        oauth_url: begun.requiresOauth ? begun.url : null,
        connect_id: begun.requiresOauth ? begun.connectId : null,
        expires_at: begun.requiresOauth ? isoTime(begun.expiresAt) : null,
      }),
  }),
  route({
    ...ignoring,
    method: 'POST',
    path: '/agent/mcp-servers/{id}/disconnect',
    operation: connectionEnd,
    summary: 'Revokes and forgets the account at this server.',
    query: AGENT,
    response: 'RuntimeSuccess',
    input: async (request) => ({ agent: agentIn(request), server: (await attachedServer(request)).name }),
    answer: () => enveloped({ success: true }),
  }),
  route({
    ...ignoring,
    method: 'GET',
    path: '/agent/connects/{id}',
    operation: connectionShow,
    summary: 'Says where a consent stands; with `wait`, when that changes.',
    query: { wait: { description: 'Seconds to wait for a change; 20 at most.' } },
    response: 'RuntimeConnectState',
    input: ({ params, query }) => ({ connectId: params.id ?? '', wait: waitIn(query) }),
    answer: (report) => enveloped(connectReportDocument(report)),
  }),
  route({
    ...ignoring,
    method: 'POST',
    path: '/agent/connects/{id}/confirm',
    operation: connectionConfirm,
    summary: 'Proves that whoever finished a consent is who began it.',
    body: 'ConfirmInput',
    response: 'RuntimeConnectState',
    input: ({ params, body }) => ({ connectId: params.id ?? '', code: String(body.code) }),
    answer: (report) => enveloped(connectReportDocument(report)),
  }),
];

/** What the published hooks of seeds/000 expect around every answer of the runtime plane. */
export function enveloped(data: object) {
  return { status: 200, message: 'Done.', data, errors: [] };
}

/** Milliseconds. */
export function waitIn(query: URLSearchParams): number {
  const seconds = Number(query.get('wait') ?? 0);
  return Number.isFinite(seconds) ? Math.min(Math.max(seconds, 0), 20) * 1000 : 0;
}

function ticketIn(ticket: string, origin: string | undefined) {
  return { ticket: new Secret(ticket), ...(origin !== undefined && { origin }) };
}

/** The members of a body that are there, with our names. */
function given(body: JsonObject, names: Readonly<Record<string, string>>): JsonObject {
  return Object.fromEntries(
    Object.entries(names).flatMap(([theirs, ours]) => (body[theirs] === undefined ? [] : [[ours, body[theirs]]])),
  );
}

/** @throws RequestProblem 400, or 403 for an agent that the ticket does not open */
function agentIn({ query, caller }: Pick<RouteRequest, 'query' | 'caller'>): string {
  const name = query.get('agent_name');
  if (!name) {
    throw new RequestProblem({
      status: 400,
      code: 'input-invalid',
      message: 'The parameter agent_name is missing.',
      next: 'Say which agent is meant: ?agent_name=NAME',
    });
  }
  if (caller.session === undefined || caller.agents?.has(name)) return name;
  throw new RequestProblem({
    status: 403,
    code: 'right-missing',
    message: `This session does not open the agent ${name.slice(0, 100)}.`,
    why: 'Its ticket names other agents.',
    next: 'Ask for a ticket whose agent_ids name this agent.',
  });
}

/** @throws Refusal `not-found` also for a server that is not attached to the agent */
async function attachedServer(request: RouteRequest) {
  const server = await toolServerOf(request.params.id ?? '', request);
  const agent = await request.ports.state.read((tables) =>
    tables.agents.find(request.caller.project, agentIn(request)),
  );
  if (agent?.attachments.some((each) => each.server === server.name)) return server;
  throw new RequestProblem({
    status: 404,
    code: 'not-found',
    message: 'This server is not attached to the agent.',
    next: 'See GET /agent/mcp-servers',
  });
}

/** An address elsewhere would send the person to whoever wrote the request. */
function returnIn({ body, caller }: RouteRequest): { readonly returnTo?: string } {
  const { return_to: returnTo } = body;
  if (returnTo === undefined) return {};
  const text = String(returnTo);
  if (canParseUrl(text) && new URL(text).origin === caller.session?.origin) return { returnTo: text };
  throw new RequestProblem({
    status: 400,
    code: 'input-invalid',
    message: 'return_to is not at the origin of this session.',
    next: 'Leave it out, or give an address of the page that began.',
    errors: [{ pointer: '/return_to', message: 'It is at another origin.' }],
  });
}
