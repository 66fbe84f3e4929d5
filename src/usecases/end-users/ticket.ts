/** Session tickets: a backend asks for one, and the browser of its end user exchanges it for a session, once. */
import { allowsOrigin } from '../../identity/authorize.ts';
import type { Caller } from '../../identity/caller.ts';
import type { Ports } from '../../ports/index.ts';
import type { Agent } from '../../records.ts';
import type { Credential, WebApp } from '../../records-of-callers.ts';
import { Refusal } from '../../refusal.ts';
import type { Secret } from '../../secret.ts';
import { hashOfBearer, newBearer } from '../../tokens/bearer.ts';
import { inputInvalid } from '../access/names.ts';
import { type OfWebApp, useActor, userOfActor, webAppFor } from './actor.ts';
import { actorId } from './actor-id.ts';
import { findAgents } from './find-agents.ts';

export interface CreateTicketInput extends OfWebApp {
  readonly ticketType: string;
  /** By id or by name. */
  readonly agentIds: readonly string[];
  readonly agentSessionIdentifier?: string;
  /** Whom it is for: an end user, or else a group that shares its accounts. */
  readonly actorId?: string;
  readonly contextGroup?: string;
  /** Seconds that the ticket lives. */
  readonly expiresIn?: number;
  readonly origin?: string;
  readonly verify?: string;
}

export interface CreatedTicket {
  readonly ticket: Secret;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

const LIVES = { usual: 60, most: 600 };
const MOST_AGENTS = 100;
const HOUR = 3_600_000;

/** @throws Refusal `input-invalid`, `agent-unknown`, `not-found` for the web app */
export async function createTicket(
  input: CreateTicketInput,
  caller: Caller,
  { state, clock, identifiers }: Pick<Ports, 'state' | 'clock' | 'identifiers'>,
): Promise<CreatedTicket> {
  checkKind(input);
  const expiresIn = checkedLife(input.expiresIn);
  const whom = whomOf(input);
  const { secret, hash } = await newBearer('ticket');
  return state.write(async (tables) => {
    const webApp = await webAppFor(caller, input.webApp, tables, { clock, identifiers });
    const origin = originOf(input.origin, webApp);
    const verify = verifyOf(input.verify, webApp);
    const agents = await findAgents(input.agentIds, caller, tables);
    const actor = await useActor(whom, webApp, { tables, clock });
    const now = clock.now();
    const credential: Credential = {
      ...{ hash, kind: 'ticket', project: caller.project },
      ...{ user: userOfActor(actor), name: `${actor.id} (${webApp.name})` },
      ...{ parent: caller.keyId ?? webApp.id, webAppId: webApp.id, agents: agents.map(({ name }) => name) },
      ...(origin !== undefined && { origin }),
      ...{ verify, createdAt: now, expiresAt: now + expiresIn * 1000 },
    };
    await tables.credentials.save(credential);
    return { ticket: secret, expiresAt: credential.expiresAt };
  });
}

export interface ExchangeTicketInput {
  readonly ticket: Secret;
  /** The header `Origin` of the request; absent where there is none. */
  readonly origin?: string;
}

export interface Session {
  readonly token: Secret;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
  readonly agents: readonly Agent[];
  readonly origin?: string;
  readonly project: string;
  /** How the end user is called in the audit. */
  readonly name: string;
}

/**
 * Takes the ticket, so that it is good once, and begins a session of an hour. A page of a wrong origin uses nothing up.
 * @throws Refusal `link-used`, `origin-refused`
 */
export async function exchangeTicket(
  { ticket, origin }: ExchangeTicketInput,
  { state, clock }: Pick<Ports, 'state' | 'clock'>,
): Promise<Session> {
  const [hash, session] = await Promise.all([hashOfBearer(ticket), newBearer('session')]);
  const now = clock.now();
  return state.write(async (tables) => {
    const found = await tables.credentials.find(hash);
    if (found?.kind !== 'ticket' || found.expiresAt <= now) throw ticketUsed();
    if (!allowsOrigin(found, origin)) throw originRefused();
    // Of several requests at once, one gets it.
    if ((await tables.credentials.take(hash, 'ticket')) === undefined) throw ticketUsed();
    const expiresAt = now + HOUR;
    await tables.credentials.save({ ...found, hash: session.hash, kind: 'session', createdAt: now, expiresAt });
    const agents = await stillThere(found.agents, found.project, tables);
    const { project, name } = found;
    return {
      token: session.secret,
      project,
      name,
      expiresAt,
      agents,
      ...(found.origin !== undefined && { origin: found.origin }),
    };
  });
}

export interface ShownSession extends Omit<Session, 'token'> {
  readonly actorId: string;
}

/** @throws Refusal `not-found` for a caller without a session */
export async function showSession(
  { session, principal, project, name, agents = new Set() }: Caller,
  { state }: Pick<Ports, 'state'>,
): Promise<ShownSession> {
  if (session === undefined) throw noSession();
  const { origin, expiresAt } = session;
  const found = await state.read((tables) => stillThere([...agents], project, tables));
  return {
    actorId: principal.subject,
    project,
    name,
    expiresAt,
    agents: found,
    ...(origin !== undefined && { origin }),
  };
}

async function stillThere(
  names: readonly string[],
  project: string,
  tables: Parameters<Parameters<Ports['state']['read']>[0]>[0],
): Promise<Agent[]> {
  const found = await Promise.all(names.map((name) => tables.agents.find(project, name)));
  return found.filter((agent) => agent !== undefined);
}

function checkKind({ ticketType, agentSessionIdentifier = 'static', agentIds }: CreateTicketInput): void {
  if (ticketType !== 'agent_access') {
    throw inputInvalid('/ticket_type', 'Only tickets of the type agent_access are made here.');
  }
  if (agentSessionIdentifier !== 'static') {
    throw inputInvalid(
      '/agent_session_identifier',
      'Only static is possible: the backend says whom the ticket is for.',
    );
  }
  if (agentIds.length === 0 || agentIds.length > MOST_AGENTS) {
    throw inputInvalid('/agent_ids', `A ticket opens 1 to ${MOST_AGENTS} agents.`);
  }
}

function checkedLife(expiresIn: number = LIVES.usual): number {
  if (Number.isInteger(expiresIn) && expiresIn >= 1 && expiresIn <= LIVES.most) return expiresIn;
  throw inputInvalid(
    '/expires_in',
    `A ticket lives for 1 to ${LIVES.most} seconds.`,
    'It is exchanged at once; the session that it begins lives for an hour.',
  );
}

function whomOf({ actorId: id, contextGroup }: CreateTicketInput): string {
  if ((id === undefined) === (contextGroup === undefined)) {
    throw inputInvalid('/actor_id', 'A ticket is for an actor_id or for a context_group: give one of them.');
  }
  return id ?? actorId({ subjectType: 'context_group', externalKey: contextGroup ?? '' });
}

function originOf(wanted: string | undefined, { name, origins }: WebApp): string | undefined {
  if (wanted === undefined && origins.length <= 1) return origins[0];
  if (wanted !== undefined && origins.includes(wanted)) return wanted;
  const known = origins.length === 0 ? 'It has none.' : `It has ${origins.join(', ')}.`;
  throw wanted === undefined
    ? inputInvalid('/origin', `The web app ${name} has several origins: say which one.`, known)
    : inputInvalid('/origin', `This is no origin of the web app ${name}.`, known);
}

function verifyOf(wanted: string | undefined, { name, verifyUrl }: WebApp): 'opener' | 'web-app' {
  const verify = wanted ?? 'opener';
  if (verify !== 'opener' && verify !== 'web-app') {
    throw inputInvalid('/verify', 'A consent is confirmed by the opener or by the web-app. It cannot be left out.');
  }
  if (verify === 'web-app' && verifyUrl === undefined) {
    throw inputInvalid('/verify', `The web app ${name} has no verify_url, where it could confirm a consent.`);
  }
  return verify;
}

function ticketUsed(): Refusal {
  return new Refusal('link-used', {
    what: 'This ticket begins no session.',
    why: 'It was used already, its time is over, or it is not complete.',
    hint: 'Ask the backend of the web app for another ticket.',
  });
}

export function originRefused(): Refusal {
  return new Refusal('origin-refused', {
    what: 'This page may not use the session.',
    why: 'The ticket was made for pages of another origin, or for no page.',
    hint: 'Ask for a ticket with the origin of this page, and add the origin to the web app.',
  });
}

function noSession(): Refusal {
  return new Refusal('not-found', {
    what: 'There is no session.',
    why: 'Only the browser of an end user has one.',
    hint: 'Exchange a ticket for a session, and show its token.',
  });
}
