/** Tickets, sessions and tokens of end users as documents. A secret is in the one document that hands it out. */
import { isoTime } from '../time.ts';
import type { EndUserToken } from '../usecases/end-users/end-user-token.ts';
import type { CreatedTicket, Session, ShownSession } from '../usecases/end-users/ticket.ts';

export interface AddressedTicket extends CreatedTicket {
  /** Where old clients exchange it. */
  readonly url: string;
}

export function ticketDocument({ ticket, expiresAt, url }: AddressedTicket) {
  return { ticket: ticket.reveal(), expires_at: Math.floor(expiresAt / 1000), url };
}

export function sessionDocument({ token, ...session }: Session) {
  return { session_token: token.reveal(), ...stateOf(session) };
}

export function shownSessionDocument({ actorId, ...session }: ShownSession) {
  return { actor_id: actorId, ...stateOf(session) };
}

export interface AddressedToken extends EndUserToken {
  /** The MCP server that it opens (RFC 8707). */
  readonly resource: string;
}

export function endUserTokenDocument({ token, expiresIn, resource }: AddressedToken) {
  return { access_token: token.reveal(), token_type: 'Bearer', expires_in: expiresIn, resource };
}

function stateOf({ expiresAt, agents, origin }: Pick<Session, 'expiresAt' | 'agents' | 'origin'>) {
  return {
    expires_at: isoTime(expiresAt),
    agents: agents.map(({ id, name }) => ({ id, name })),
    origin: origin ?? null,
  };
}
