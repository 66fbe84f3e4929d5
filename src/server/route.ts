/**
 * A route: an operation as the HTTP API offers it. The routes of the seeds are pairs of functions around an operation, their
 * body to our input and our output to their body; they have no rights of their own.
 */
import type { Caller } from '../identity/caller.ts';
import type { JsonObject } from '../json-object.ts';
import type { Operation, OperationPorts } from '../operations/operation.ts';
import { provesItself } from '../operations/perform.ts';
import type { NeedsConfirmation } from '../plan/needs.ts';
import type * as bodies from './generated/bodies.js';

export type BodyName = keyof typeof bodies;

/** The name of a definition of schemas/api.schema.json. */
export type SchemaName = string;

export interface Route<Input = never, Output extends object = never> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With `{name}` for parameters. */
  readonly path: `/${string}`;
  readonly operation: Operation<Input, Output>;
  /** One sentence for the reference. */
  readonly summary: string;
  readonly query?: Readonly<Record<string, QueryParameter>>;
  readonly body?: BodyName;
  /** Whether the body may be left out. */
  readonly isBodyOptional?: boolean;
  /** `ignored`: unknown members are named in a header. `refused`: the request is. */
  readonly unknownMembers: 'ignored' | 'refused';
  readonly response: SchemaName;
  /** 200 when left out. */
  readonly status?: number;
  input(request: RouteRequest): Input | Promise<Input>;
  answer(output: Output, request: RouteRequest): object | Promise<object>;
  /** Headers beside those of every answer. */
  headers?(
    output: Output,
    request: RouteRequest,
  ): Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>;
  /**
   * Set where the request alone is the confirmation. Returns the answer to `?dry_run=true`, which changes nothing and says what
   * would end. Elsewhere the query parameter `confirm` has the digest that a person has agreed to.
   */
  agreed?(needs: NeedsConfirmation): object;
}

export interface QueryParameter {
  readonly description: string;
  readonly isRequired?: boolean;
}

export interface RouteRequest {
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: JsonObject;
  readonly caller: Caller;
  readonly ports: OperationPorts;
  readonly settings: ServerSettings;
  header(name: string): string | undefined;
}

/** What every route may know of the server. */
export interface ServerSettings {
  /** Without a slash at its end. Links, redirect URIs and cookies follow from it, never from a header. */
  readonly publicUrl: string;
}

/** Any route, for lists of them. */
// biome-ignore lint/suspicious/noExplicitAny: each route has an input and an output of its own, which only it knows.
export type AnyRoute = Route<any, any>;

/** Checks that the two functions of a route fit its operation. */
export function route<Input, Output extends object>(given: Route<Input, Output>): AnyRoute {
  return given;
}

/** Whether anybody may call it: what it takes, such as a ticket, is in the body. */
export function isOpen({ operation }: AnyRoute): boolean {
  return provesItself(operation.right);
}
