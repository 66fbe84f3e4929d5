/** Checks the body of an error: the closed shape that every error of every route has. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import { definitions } from '../../src/server/schemas.ts';
import type { Answer } from './server-here.ts';

const validate = new Ajv2020({ allowUnionTypes: true }).compile(definitions.Error);

/** What is wrong with it; empty where nothing is. */
export function faultsOfError({ status, headers, body, text }: Answer): readonly string[] {
  if (body === undefined) return [`${status} has no JSON: ${JSON.stringify(text.slice(0, 200))}`];
  const faults = validate(body) ? [] : (validate.errors ?? []).map((each) => `${each.instancePath} ${each.message}`);
  return [
    ...faults,
    ...(body.status === status ? [] : [`The body says ${body.status}, and the response is ${status}.`]),
    ...(status === 401 && headers.get('www-authenticate') === null ? ['A 401 has no challenge.'] : []),
    ...(headers.get('x-request-id') === body.request_id ? [] : ['The request id is another one than in the header.']),
  ];
}
