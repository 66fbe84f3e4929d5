import { describe, expect, it } from 'vitest';
import type { Elicitation } from '../../../../src/mcp/elicitation.ts';
import { unattendedAnswer } from '../../../../src/usecases/call/unattended-answer.ts';

const seats = { type: 'integer', default: 2 } as const;
const sure = { type: 'boolean', default: true } as const;
const form = (properties: object, required: string[] = []): Elicitation =>
  ({ message: 'How many?', requestedSchema: { type: 'object', properties, required } }) as Elicitation;

const harmless = {};
const destructive = { annotations: { destructiveHint: true } };
const visit = { mode: 'url', message: 'Pay.', url: 'https://pay.example/', elicitationId: '1' } as Elicitation;

describe('without a person', () => {
  it.each([
    ['settings are accepted with their defaults', form({ seats }), harmless, { seats: 2 }],
    ['the settings of a destructive tool are declined', form({ seats }), destructive, undefined],
    ['a decision is declined', form({ sure }), harmless, undefined],
    ['a form without fields is declined', form({}), harmless, undefined],
    ['a required field without a default is declined', form({ seats, name: { type: 'string' } }), harmless, undefined],
    ['a visit is declined', visit, harmless, undefined],
  ])('%s', (_what, elicitation, tool, answer) => {
    expect(unattendedAnswer(elicitation, tool, 'careful')).toEqual(answer);
    expect(unattendedAnswer(elicitation, tool, 'decline')).toBeUndefined();
  });

  it.each([
    ['decisions, of a destructive tool too', form({ seats, sure }), { seats: 2, sure: true }],
    ['no form with a required field that has none', form({ name: { type: 'string' } }, ['name']), undefined],
    ['no visit', visit, undefined],
  ])('--elicit defaults accepts %s', (_what, elicitation, answer) => {
    expect(unattendedAnswer(elicitation, destructive, 'defaults')).toEqual(answer);
  });
});
