/** Reads the JSON body of a request within limits, and checks it against its schema. */
import { isJsonObject, type JsonObject } from '../json-object.ts';
import type { ShapeError } from '../manifest/generated/validators.js';
import { type BodyFault, RequestProblem } from './problem.ts';
import type { AnyRoute, BodyName } from './route.ts';

/** Bytes. */
export const MOST_BYTES = 1024 * 1024;

/**
 * An empty body is an object without members: both published clients send a POST without a body and a content type.
 *
 * @throws RequestProblem 400, 413 or 415
 */
export async function readBody(request: Request): Promise<JsonObject> {
  const bytes = await readLimited(request);
  if (bytes.length === 0) return {};
  const type = request.headers.get('content-type') ?? '';
  if (!/^application\/(?:[\w.+-]+\+)?json\b/i.test(type)) {
    throw new RequestProblem({
      status: 415,
      code: 'media-type-unsupported',
      message: type === '' ? 'The body has no content type.' : 'The body is no JSON by its content type.',
      next: 'Send it as application/json.',
    });
  }
  const body = parsed(bytes);
  if (isTooDeep(body)) throw malformed(`The body has more than ${MOST_LEVELS} levels of lists and objects.`);
  if (isJsonObject(body)) return body;
  throw malformed('The body is JSON, but no object.');
}

/** What writes JSON again calls itself for each level, and its stack has an end. */
const MOST_LEVELS = 100;

function isTooDeep(value: unknown): boolean {
  let level = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MOST_LEVELS) return true;
    level = level.flatMap((each) => (typeof each === 'object' && each !== null ? Object.values(each) : []));
  }
  return false;
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    // The parser's own words repeat pieces of the body, which may be secret.
    throw malformed('The body is no JSON in UTF-8.');
  }
}

function malformed(message: string): RequestProblem {
  return new RequestProblem({ status: 400, code: 'input-invalid', message, next: 'Send a JSON object.' });
}

async function readLimited(request: Request): Promise<Uint8Array> {
  if (Number(request.headers.get('content-length') ?? 0) > MOST_BYTES) throw tooLarge();
  if (request.body === null) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    if (length > MOST_BYTES) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}

function tooLarge(): RequestProblem {
  return new RequestProblem({
    status: 413,
    code: 'body-too-large',
    message: 'The body is too large.',
    why: `It may have ${MOST_BYTES} bytes.`,
    next: 'Send less.',
  });
}

/**
 * Checks a body. Its values are never repeated, since they may be secret.
 *
 * @returns the body without members that the schema does not know, where these are ignored, and their pointers.
 * @throws RequestProblem 400 with a pointer for each fault
 */
export async function checkedBody(
  name: BodyName,
  body: JsonObject,
  unknownMembers: 'ignored' | 'refused',
): Promise<readonly string[]> {
  const bodies = await import('./generated/bodies.js');
  const validate = bodies[name];
  const ignored = unknownMembers === 'ignored' ? await unknownIn(name, body) : [];
  if (validate(body)) return ignored;
  const faults = (validate.errors ?? []).map(faultOf);
  const [first] = faults;
  throw new RequestProblem({
    status: 400,
    code: 'input-invalid',
    message: first ? `${first.pointer || 'The body'}: ${first.message}` : 'The body is not as it should be.',
    next: 'Correct the members that `errors` names.',
    errors: faults,
  });
}

/**
 * Leaves out what a GET shows and a change cannot set, so that a client may send back what it has read. A name that is another
 * one than that of the address stays in, and is refused: nobody should believe that it was changed.
 */
export async function withoutShown(
  { body: name, response, unknownMembers }: Pick<AnyRoute, 'body' | 'response' | 'unknownMembers'>,
  body: JsonObject,
  params: Readonly<Record<string, string>>,
): Promise<JsonObject> {
  if (unknownMembers === 'ignored' || name === undefined) return body;
  const { definitions } = await import('./schemas.ts');
  const settable: object = definitions[name].properties;
  const shown: object = definitions[response].properties;
  const isSame = body.name === params.name || body.id === params.name;
  return Object.fromEntries(
    Object.entries(body).filter(([member]) => {
      const isShown = Object.hasOwn(shown, member) && !Object.hasOwn(settable, member);
      return !isShown || (member === 'name' && !isSame);
    }),
  );
}

function faultOf({ keyword, instancePath, params }: ShapeError): BodyFault {
  const at = (member: string) => pointerTo(instancePath, member);
  switch (keyword) {
    case 'required':
      return { pointer: at(params.missingProperty), message: 'It is missing.' };
    case 'additionalProperties':
      return { pointer: at(params.additionalProperty), message: 'There is no such member.' };
    case 'type':
      return { pointer: instancePath, message: `It must be ${[params.type].flat().join(' or ')}.` };
    case 'enum':
      return { pointer: instancePath, message: `It must be one of: ${params.allowedValues.join(', ')}.` };
    default:
      return { pointer: instancePath, message: `It is not allowed (${keyword}).` };
  }
}

/** RFC 6901, section 3. */
function pointerTo(parent: string, member: string): string {
  return `${parent}/${member.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/** Pointers to members that the schema does not name, at any depth. */
async function unknownIn(name: BodyName, body: JsonObject): Promise<readonly string[]> {
  const { definitions } = await import('./schemas.ts');
  return unknownMembersOf(definitions[name], body, '');
}

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
}

function unknownMembersOf(schema: Schema | undefined, value: unknown, pointer: string): string[] {
  if (schema?.properties === undefined || !isJsonObject(value)) return [];
  const { properties } = schema;
  return Object.entries(value).flatMap(([member, inner]) => {
    const known = Object.hasOwn(properties, member) ? properties[member] : undefined;
    const at = pointerTo(pointer, member);
    return known ? unknownMembersOf(known, inner, at) : [at];
  });
}
