import { describe, expect, it } from 'vitest';
import { type RefusalCode, refusals } from '../../../src/refusal.ts';
import { statusOf } from '../../../src/server/problem.ts';
import { LOCAL_CODES, REQUEST_CODES } from '../../../src/server/request-codes.ts';

// The statuses of errors. A code that is new is 424 until somebody says what it is: this list says who is to blame.

const codes = (Object.keys(refusals()) as RefusalCode[]).filter((code) => !LOCAL_CODES.includes(code));

describe('the status of a code', () => {
  it('is 424 for what another party refused, and for nothing else', () => {
    expect(codes.filter((code) => statusOf({ code }) === 424)).toEqual([
      ...(['reference-unresolved', 'response-too-large', 'server-unreachable', 'server-timeout'] as const),
      ...(['server-error', 'resource-metadata-invalid', 'resource-mismatch'] as const),
      ...(['authorization-server-metadata-invalid', 'issuer-mismatch', 'issuer-changed', 'pkce-unsupported'] as const),
      ...(['registration-refused', 'authorization-denied', 'authorization-response-invalid'] as const),
      ...([
        'token-refused',
        'token-response-invalid',
        'tool-error',
        'verification-failed',
        'insufficient-scope',
      ] as const),
    ]);
  });

  it('is 403 for a page that may not', () => {
    expect(statusOf({ code: 'origin-refused' })).toBe(403);
  });

  it('stands in one of the two tables', () => {
    expect(Object.keys(REQUEST_CODES).filter((code) => code in refusals())).toEqual([]);
  });
});
