/** Every refusal as the server answers it, for clients that show it. */

import { Refusal, type RefusalCode, refusals } from '../../src/refusal.ts';
import { problemOf, problemResponse } from '../../src/server/problem.ts';

export interface ErrorResponse {
  readonly code: RefusalCode;
  readonly message: string;
  readonly response: Response;
}

export function createErrors(): ErrorResponse[] {
  return Object.entries(refusals()).map(([code, [, meaning]]) => {
    const refusal = new Refusal(code as RefusalCode, { what: meaning, why: 'It was so.', hint: 'Do the other thing.' });
    const problem = problemOf(refusal, (hint) => String(hint));
    return { code: code as RefusalCode, message: meaning, response: problemResponse(problem, 'request-1') };
  });
}
