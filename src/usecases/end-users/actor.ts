/** Actors: the end users of a web app, as its backend names them. One comes into being when it is first used. */
import type { Caller } from '../../identity/caller.ts';
import type { Ports, Tables } from '../../ports/index.ts';
import { endUserPrincipal, userOf } from '../../principal.ts';
import type { Actor, WebApp } from '../../records-of-callers.ts';
import { Refusal } from '../../refusal.ts';
import { forgetUserWhole } from '../access/forget-user.ts';
import { inputInvalid, nameTaken, notFound } from '../access/names.ts';
import { type Revoked, type RevokePorts, revokeMany } from '../access/revoke-many.ts';
import { defaultWebApp, webAppNamed } from '../access/web-app.ts';
import { type ActorName, actorId, checkActorId, nameOfId } from './actor-id.ts';

/** For a person, who may name a web app of the project. Whoever speaks for one needs to name none. */
export interface OfWebApp {
  readonly webApp?: string;
}

export interface UpsertActorInput extends ActorName, OfWebApp {
  readonly displayName?: string;
  readonly metadata?: Readonly<Record<string, unknown>>;
}

export interface ShownActor {
  readonly actor: Actor;
  readonly project: string;
}

type MakingPorts = Pick<Ports, 'state' | 'clock' | 'identifiers'>;

/** As JSON, in characters. */
const MOST_METADATA = 16 * 1024;
const LONGEST_NAME = 256;

/**
 * Makes an actor, or changes what is given of one.
 * @throws Refusal `input-invalid`, `not-found` for the web app, `name-taken` where another kind of subject has this id
 */
export async function upsertActor(
  { subjectType, externalKey, displayName, metadata, webApp }: UpsertActorInput,
  caller: Caller,
  { state, ...ports }: MakingPorts,
): Promise<ShownActor> {
  const id = actorId({ subjectType, externalKey });
  if (displayName !== undefined && displayName.length > LONGEST_NAME) {
    throw inputInvalid('/display_name', `A name has at most ${LONGEST_NAME} characters.`);
  }
  if (metadata !== undefined && JSON.stringify(metadata).length > MOST_METADATA) {
    throw inputInvalid('/metadata', 'The metadata of an actor is at most 16 KiB of JSON.');
  }
  return state.write(async (tables) => {
    const app = await webAppFor(caller, webApp, tables, ports);
    const before = await tables.actors.find(app.id, id);
    if (before && !before.isImplied && before.subjectType !== subjectType) throw nameTaken(id, 'actor');
    const { isImplied: _settled, ...kept } = before ?? newActor(id, { subjectType, externalKey }, app, ports.clock);
    const actor: Actor = {
      ...kept,
      ...{ subjectType, externalKey },
      ...(displayName !== undefined && { displayName }),
      ...(metadata !== undefined && { metadata }),
      updatedAt: ports.clock.now(),
    };
    await tables.actors.save(actor);
    return { actor, project: caller.project };
  });
}

/** @throws Refusal `not-found`, `input-invalid` */
export async function lookupActor(
  { webApp, ...name }: ActorName & OfWebApp,
  caller: Caller,
  ports: Pick<Ports, 'state'>,
): Promise<ShownActor> {
  return showActor({ id: actorId(name), ...(webApp !== undefined && { webApp }) }, caller, ports);
}

/** @throws Refusal `not-found` */
export function showActor(
  { id, webApp }: { readonly id: string } & OfWebApp,
  caller: Caller,
  { state }: Pick<Ports, 'state'>,
): Promise<ShownActor> {
  return state.read(async (tables) => {
    const app = await knownWebApp(caller, webApp, tables);
    return { actor: await actorOf(id, app, tables), project: caller.project };
  });
}

export interface ActorPart {
  readonly actors: readonly Actor[];
  readonly project: string;
  /** The id to give as `after` for those that follow. */
  readonly next?: string;
}

export interface ListActorsInput extends OfWebApp {
  readonly limit?: number;
  readonly after?: string;
}

const MOST = 500;

/** @throws Refusal `input-invalid`, `not-found` for the web app */
export async function listActors(
  { limit = 50, after, webApp }: ListActorsInput,
  caller: Caller,
  { state }: Pick<Ports, 'state'>,
): Promise<ActorPart> {
  if (!(Number.isInteger(limit) && limit >= 1 && limit <= MOST)) {
    throw inputInvalid('/limit', `A part has 1 to ${MOST} actors.`);
  }
  return state.read(async (tables) => {
    const { project } = caller;
    const app = await knownWebApp(caller, webApp, tables);
    if (app === undefined) return { actors: [], project };
    const page = { limit: limit + 1, ...(after !== undefined && { after }) };
    const found = await tables.actors.list(app.id, page);
    const actors = found.slice(0, limit);
    const last = actors.at(-1);
    return { actors, project, ...(found.length > limit && last && { next: last.id }) };
  });
}

export interface DeletedActor extends Revoked {
  readonly actor: Actor;
}

/**
 * Everything that the end user has here ends: sessions, tokens, accounts. Asks nothing. The audit keeps the name.
 * @throws Refusal `not-found`
 */
export async function deleteActor(
  { id, webApp }: { readonly id: string } & OfWebApp,
  caller: Caller,
  ports: RevokePorts,
): Promise<DeletedActor> {
  const { state, clock } = ports;
  const { project } = caller;
  const { actor, ended } = await state.write(async (tables) => {
    const app = await knownWebApp(caller, webApp, tables);
    const found = await actorOf(id, app, tables);
    const rows = await forgetUserWhole(userOfActor(found), project, { tables, clock });
    await tables.actors.remove(found.webAppId, found.id);
    return { actor: found, ended: rows };
  });
  return { actor, ...(await revokeMany(ended, { operation: 'actor.delete', caller }, ports)) };
}

/** The text that names an end user where records say `user`. */
export function userOfActor({ webAppId, id }: Pick<Actor, 'webAppId' | 'id'>): string {
  return userOf(endUserPrincipal(webAppId, id));
}

/** Returns the end user of this id, which is made where nobody has used the id before. */
export async function useActor(
  id: string,
  webApp: WebApp,
  { tables, clock }: Pick<Ports, 'clock'> & { readonly tables: Tables },
): Promise<Actor> {
  checkActorId(id);
  const found = await tables.actors.find(webApp.id, id);
  if (found) return found;
  const actor: Actor = { ...newActor(id, nameOfId(id), webApp, clock), isImplied: true };
  await tables.actors.save(actor);
  return actor;
}

/**
 * The web app that the caller speaks for; for a person the one that it names, else the default one.
 * @throws Refusal `not-found`, also for a web app of another key
 */
export async function webAppFor(
  caller: Caller,
  wanted: string | undefined,
  tables: Tables,
  ports: Pick<Ports, 'clock' | 'identifiers'>,
): Promise<WebApp> {
  return (await knownWebApp(caller, wanted, tables)) ?? defaultWebApp(caller.project, tables, ports);
}

/** The same, or undefined where the default one has not come into being. */
async function knownWebApp(
  { project, webAppId }: Caller,
  wanted: string | undefined,
  tables: Tables,
): Promise<WebApp | undefined> {
  const named = wanted ?? webAppId;
  if (named === undefined) return tables.webApps.find(project, 'default');
  const found = await webAppNamed(named, project, tables);
  if (webAppId !== undefined && found.id !== webAppId) throw notFound(named, 'web-app');
  return found;
}

async function actorOf(id: string, webApp: WebApp | undefined, tables: Tables): Promise<Actor> {
  const found = webApp && (await tables.actors.find(webApp.id, id));
  if (found) return found;
  throw new Refusal('not-found', {
    what: `There is no actor with the id "${id}".`,
    why: 'The web app has no end user of this id. One comes into being when a ticket or a token is made for it.',
    hint: 'Check the id, and that the API key belongs to the web app of this end user.',
    details: { id },
  });
}

function newActor(id: string, name: ActorName, { id: webAppId }: WebApp, clock: Pick<Ports['clock'], 'now'>): Actor {
  const now = clock.now();
  return { webAppId, id, ...name, createdAt: now, updatedAt: now };
}
