import { expect, it } from 'vitest';
import { readCall } from '../../../../src/cli/call/arguments.ts';

const noInput = () => Promise.reject(new Error('Standard input was read.'));

it.each([
  ['a tool', ['crm_search'], { tool: 'crm_search', arguments: { words: [] } }],
  ['words', ['crm_search', 'q=x', 'n=1'], { tool: 'crm_search', arguments: { words: ['q=x', 'n=1'] } }],
  ['a target and a tool', ['crm', 'search'], { target: 'crm', tool: 'search', arguments: { words: [] } }],
  ['JSON', ['crm_search', '{"q":"x"}'], { tool: 'crm_search', arguments: { object: { q: 'x' } } }],
  ['JSON for a target', ['crm', 'search', '{}'], { target: 'crm', tool: 'search', arguments: { object: {} } }],
])('reads %s', async (_what, operands, call) => {
  expect(await readCall(operands, noInput)).toEqual(call);
});

it('reads standard input where it is an argument', async () => {
  expect(await readCall(['crm_search', '-'], async () => '{"q":"x"}')).toMatchObject({
    arguments: { object: { q: 'x' } },
  });
});

it.each([
  ['two ways', ['crm_search', '{}', 'q=x']],
  ['JSON that is no object', ['crm_search', '[1]']],
])('refuses %s', async (_what, operands) => {
  await expect(readCall(operands, noInput)).rejects.toMatchObject({ code: 'arguments-invalid' });
});
