/** Every refusal that a route can answer, as the server answers it: for clients that show it. */

import { Refusal, type RefusalCode, refusals } from '../../src/refusal.ts';
import { problemOf, problemResponse } from '../../src/server/problem.ts';
import { LOCAL_CODES } from '../../src/server/request-codes.ts';

export interface ErrorResponse {
  readonly code: RefusalCode;
  readonly message: string;
  readonly response: Response;
}

export function createErrors(): ErrorResponse[] {
  const codes = Object.entries(refusals()).filter(([code]) => !LOCAL_CODES.includes(code as RefusalCode));
  return codes.map(([code, [, meaning]]) => {
    const refusal = new Refusal(code as RefusalCode, { what: meaning, why: 'It was so.', hint: 'Do the other thing.' });
    const problem = problemOf(refusal, (hint) => String(hint));
    return { code: code as RefusalCode, message: meaning, response: problemResponse(problem, 'request-1') };
  });
}
