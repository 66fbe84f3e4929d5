import { expect, it } from 'vitest';
import { linesAbout } from '../setup/report-skipped.mts';

it('names each need once, with the number of tests that were skipped for it', () => {
  expect(
    linesAbout(['fish', 'PostgreSQL (apt-get install postgresql)', 'PostgreSQL (apt-get install postgresql)']),
  ).toEqual(['Skipped: 2 tests need PostgreSQL (apt-get install postgresql).', 'Skipped: 1 test needs fish.']);
});

it('does not hide a test that is skipped without a reason', () => {
  expect(linesAbout([undefined])).toEqual(['Skipped: 1 test without a reason (see test/fakes/needs.ts).']);
});
