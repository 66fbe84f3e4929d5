/** How end users get in: tickets, the sessions that they begin, and tokens for their agents. */
import {
  type AddressedTicket,
  type AddressedToken,
  endUserTokenDocument,
  sessionDocument,
  shownSessionDocument,
  ticketDocument,
} from '../documents/session.ts';
import { type CreateEndUserTokenInput, createEndUserToken } from '../usecases/end-users/end-user-token.ts';
import {
  type CreateTicketInput,
  createTicket,
  type ExchangeTicketInput,
  exchangeTicket,
  type Session,
  type ShownSession,
  showSession,
} from '../usecases/end-users/ticket.ts';
import { FOR_BACKENDS } from './actor.ts';
import { agentUrl, publicUrlOf, ticketUrl } from './addresses.ts';
import type { Operation, Reason } from './operation.ts';

const FOR_BROWSERS: Reason = { not: 'It is for the browsers of end users.' };

export const ticketCreate: Operation<CreateTicketInput, AddressedTicket> = {
  name: 'ticket.create',
  right: 'end-users.represent',
  subject: () => ({ kind: 'end-users' }),
  effect: 'changes',
  secrets: [],
  where: { command: FOR_BACKENDS, route: { method: 'POST', path: '/session/tickets' }, remote: true },
  async run(input, { caller, ports, publicUrl }) {
    const made = await createTicket(input, caller, ports);
    return { ...made, url: ticketUrl(publicUrlOf({ publicUrl }), made.ticket.reveal()) };
  },
  document: ticketDocument,
};

export const sessionExchange: Operation<ExchangeTicketInput, Session> = {
  name: 'session.exchange',
  right: 'a ticket',
  subject: () => ({ kind: 'own-connections' }),
  effect: 'changes',
  secrets: ['/ticket'],
  where: {
    command: FOR_BROWSERS,
    route: { method: 'POST', path: '/session/ticket/exchange' },
    remote: FOR_BROWSERS,
  },
  run: (input, { ports }) => exchangeTicket(input, ports),
  whoIn: ({ project, name }) => ({ project, name }),
  document: sessionDocument,
};

export const sessionShow: Operation<object, ShownSession> = {
  name: 'session.show',
  right: 'connections.own',
  subject: () => ({ kind: 'own-connections' }),
  effect: 'reads',
  secrets: [],
  where: { command: FOR_BROWSERS, route: { method: 'GET', path: '/agent/session' }, remote: FOR_BROWSERS },
  run: (_input, { caller, ports }) => showSession(caller, ports),
  document: shownSessionDocument,
};

export const tokenCreateForEndUser: Operation<CreateEndUserTokenInput, AddressedToken> = {
  name: 'token.create-for-end-user',
  right: 'end-users.represent',
  subject: () => ({ kind: 'end-users' }),
  effect: 'reads-secret',
  secrets: [],
  where: { command: FOR_BACKENDS, route: { method: 'POST', path: '/ai/actors/{id}/tokens' }, remote: true },
  async run(input, { caller, ports, publicUrl }) {
    const made = await createEndUserToken(input, caller, ports);
    const { project, agent } = made;
    return { ...made, resource: agentUrl(publicUrlOf({ publicUrl }), { project, name: agent.name }) };
  },
  document: endUserTokenDocument,
};
