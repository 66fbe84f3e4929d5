/** From an address as it is called, such as `/ai/agents/a1`, to the types of its route, such as `/ai/agents/{id}`. */
import type { paths } from './api.ts';

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

type Path = keyof paths;

type WithoutQuery<Url extends string> = Url extends `${infer Path}?${string}` ? Path : Url;

type Segments<Text extends string> = Text extends `${infer First}/${infer Rest}` ? [First, ...Segments<Rest>] : [Text];

/** Whether an address fits a path, segment by segment. A parameter takes any segment. */
type Fits<Address, Template> = [Address, Template] extends [[infer A, ...infer As], [infer T, ...infer Ts]]
  ? T extends `{${string}}`
    ? Fits<As, Ts>
    : A extends T
      ? Fits<As, Ts>
      : false
  : [Address, Template] extends [[], []]
    ? true
    : false;

type FittingPath<Address extends string> = {
  [P in Path]: Fits<Segments<Address>, Segments<P>> extends true ? P : never;
}[Path];

/** A path without parameters comes before one that takes its last segment as a parameter. */
type PathOf<Url extends string> =
  WithoutQuery<Url> extends Path ? WithoutQuery<Url> & Path : FittingPath<WithoutQuery<Url>>;

type OperationOf<Url extends string, M extends Method> = NonNullable<paths[PathOf<Url>][M]>;

/** What an address is shown as that no route has, so that the error of the compiler names it. */
interface NoSuchRoute<Route> {
  readonly route: Route;
}

/** The address itself, when there is such a route. */
export type Known<Url extends string, M extends Method> = [OperationOf<Url, M>] extends [never]
  ? NoSuchRoute<`${Uppercase<M>} ${Url}`>
  : Url;

type Json<Content> = Content extends { content: { 'application/json': infer Body } } ? Body : undefined;

/** The arguments after the address: a body where the route has one, which may be left out where the route says so. */
export type Arguments<Url extends string, M extends Method, Options> =
  OperationOf<Url, M> extends { requestBody: infer Body }
    ? [body: Json<Body>, options?: Options]
    : OperationOf<Url, M> extends { requestBody?: infer Body }
      ? [body?: Json<NonNullable<Body>>, options?: Options]
      : [body?: undefined, options?: Options];

/** What the route answers when it is done. */
export type Answer<Url extends string, M extends Method> =
  OperationOf<Url, M> extends { responses: infer Responses }
    ? Json<Responses[Extract<keyof Responses, 200 | 201 | 202>]>
    : never;

/** The query of a route, with its numbers as numbers. */
export type Query<P extends Path, M extends Method> =
  NonNullable<paths[P][M]> extends { parameters: { query?: infer Named } }
    ? { readonly [Name in keyof Named]?: Named[Name] | number | boolean }
    : never;
