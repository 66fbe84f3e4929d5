/** Every operation. Fronts, documentation and the test of rights are made from this list. */
import * as actor from './actor.ts';
import * as agent from './agent.ts';
import * as apiKey from './api-key.ts';
import * as app from './app.ts';
import * as audit from './audit.ts';
import * as connection from './connection.ts';
import type { Operation } from './operation.ts';
import * as person from './person.ts';
import * as project from './project.ts';
import * as provider from './provider.ts';
import * as server from './server.ts';
import * as session from './session.ts';
import * as webApp from './web-app.ts';

/** An operation whose input and output are not known. */
export type AnyOperation = Operation<never, object>;

const NOUNS: readonly object[] = [
  ...[actor, agent, apiKey, app, audit, connection, person, project, provider, server, session, webApp],
];

export const OPERATIONS: readonly AnyOperation[] = NOUNS.flatMap((noun) => Object.values(noun).filter(isOperation));

function isOperation(value: unknown): value is AnyOperation {
  return typeof value === 'object' && value !== null && 'run' in value;
}
