import { expect, it } from 'vitest';
import { sayUncompared } from '../../../src/cli/answers.ts';

function said(references: Record<string, string>): unknown[] {
  const lines: unknown[] = [];
  const output = { say: (text: unknown) => lines.push(text) };
  sayUncompared({ values: new Map(), references: new Map(Object.entries(references)) }, { output } as never);
  return lines;
}

it('names the secrets that a plan with nothing to do has not looked at', () => {
  expect(said({ 'crm.client_secret': 'env:NOPE' })).toEqual([expect.stringContaining('crm.client_secret')]);
  expect(said({})).toEqual([]);
});
