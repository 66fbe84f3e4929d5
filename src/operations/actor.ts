/** Actors: the end users of a web app. */
import { actorDocument, actorsDocument, deletedActorDocument } from '../documents/actor.ts';
import {
  type ActorPart,
  type DeletedActor,
  deleteActor,
  type ListActorsInput,
  listActors,
  lookupActor,
  type OfWebApp,
  type ShownActor,
  showActor,
  type UpsertActorInput,
  upsertActor,
} from '../usecases/end-users/actor.ts';
import type { ActorName } from '../usecases/end-users/actor-id.ts';
import type { Operation, Reason } from './operation.ts';

interface Identified extends OfWebApp {
  readonly id: string;
}

export const FOR_BACKENDS: Reason = { not: 'It is for the backends of web apps.' };

const common = {
  right: 'end-users.represent',
  subject: () => ({ kind: 'end-users' }) as const,
  secrets: [],
} as const;

const of = (shown: ShownActor) => actorDocument(shown.actor);

export const actorUpsert: Operation<UpsertActorInput, ShownActor> = {
  ...common,
  name: 'actor.upsert',
  effect: 'changes',
  where: { command: FOR_BACKENDS, route: { method: 'POST', path: '/ai/actors' }, remote: true },
  run: (input, { caller, ports }) => upsertActor(input, caller, ports),
  document: of,
};

export const actorLookup: Operation<ActorName & OfWebApp, ShownActor> = {
  ...common,
  name: 'actor.lookup',
  effect: 'reads',
  where: { command: FOR_BACKENDS, route: { method: 'GET', path: '/ai/actors/lookup' }, remote: true },
  run: (input, { caller, ports }) => lookupActor(input, caller, ports),
  document: (shown) => ({ actor: of(shown) }),
};

export const actorShow: Operation<Identified, ShownActor> = {
  ...common,
  name: 'actor.show',
  effect: 'reads',
  where: { command: FOR_BACKENDS, route: { method: 'GET', path: '/ai/actors/{id}' }, remote: true },
  run: (input, { caller, ports }) => showActor(input, caller, ports),
  document: of,
};

export const actorList: Operation<ListActorsInput, ActorPart> = {
  ...common,
  name: 'actor.list',
  effect: 'reads',
  where: { command: FOR_BACKENDS, route: { method: 'GET', path: '/ai/actors' }, remote: true },
  run: (input, { caller, ports }) => listActors(input, caller, ports),
  document: actorsDocument,
};

export const actorDelete: Operation<Identified, DeletedActor> = {
  ...common,
  name: 'actor.delete',
  effect: 'goes-out',
  where: { command: FOR_BACKENDS, route: { method: 'DELETE', path: '/ai/actors/{id}' }, remote: true },
  run: (input, { caller, ports }) => deleteActor(input, caller, ports),
  document: deletedActorDocument,
};
