import { expect, it } from 'vitest';
import { consentReport } from '../../../../../src/usecases/connect/hosted/consent-status.ts';
import type { StoredConsent } from '../../../../../src/usecases/connect/hosted/stored-consent.ts';

/** Its tokens are stored, and nobody has written yet what became of them. */
const tried = {
  status: 'connected',
  pending: { triedAt: 1_000_000, consent: { servers: [{ name: 'crm' }] } },
} as unknown as StoredConsent;

it('a consent whose tokens are being tried is not connected yet', () => {
  expect(consentReport(tried, 1_010_000)).toEqual({
    status: 'verifying',
    servers: [{ name: 'crm', connected: false }],
  });
});

it('a consent whose process died while it tried the tokens is connected, since they are kept', () => {
  expect(consentReport(tried, 1_100_000)).toEqual({ status: 'connected', servers: [{ name: 'crm', connected: true }] });
});
