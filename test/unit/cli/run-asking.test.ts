import { expect, it } from 'vitest';
import { runAsking } from '../../../src/cli/run-asking.ts';
import { confirmationFor, type Given, type Needs } from '../../../src/plan/needs.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import { Secret } from '../../../src/secret.ts';

/** A use case that updates `what()` once that was agreed to. */
const updating = (what: () => string) => async (given: Given) =>
  (await confirmationFor([{ kind: 'server-updated', name: what(), changes: [] }], given)) ?? { updated: what() };

it('runs a use case again with the digest that was agreed to', async () => {
  const shown: unknown[] = [];
  const confirmation = async (needs: Needs) => void shown.push(needs);
  expect(
    await runAsking(
      updating(() => 'crm'),
      { confirmation },
    ),
  ).toEqual({ updated: 'crm' });
  expect(shown).toMatchObject([{ consequences: [{ name: 'crm' }] }]);
});

it('asks again when the consequences have changed before they happened', async () => {
  let name = 'before';
  const shown: string[] = [];
  const confirmation = async () => {
    shown.push(name);
    name = 'after';
  };
  expect(
    await runAsking(
      updating(() => name),
      { confirmation },
    ),
  ).toEqual({ updated: 'after' });
  expect(shown).toEqual(['before', 'after']);
});

it('does nothing when the person refuses', async () => {
  let updates = 0;
  const run = async (given: Given) => {
    const needs = await confirmationFor([{ kind: 'server-deleted', name: 'crm' }], given);
    if (needs) return needs;
    updates++;
    return {};
  };
  const confirmation = () => Promise.reject(new Error('no'));
  await expect(runAsking(run, { confirmation })).rejects.toThrow('no');
  expect(updates).toBe(0);
});

it('keeps the answers that were given beforehand beside those of the person', async () => {
  const runs: Given[] = [];
  const run = async (given: Given): Promise<Needs | { done: true }> => {
    runs.push(given);
    return given.answers?.values.has('crm.client_id')
      ? { done: true }
      : { needs: 'answers', questions: [], plan: {} as Plan };
  };
  const [beforehand, asked] = [new Secret('given beforehand'), new Secret('typed by the person')];
  const answers = async () => ({
    values: new Map([['crm.client_id', 'mine']]),
    secrets: new Map([['crm.client_secret', asked]]),
  });
  const given = { values: new Map(), secrets: new Map([['weather.api_key', beforehand]]) };
  await runAsking(run, { answers }, { answers: given });
  expect(runs).toHaveLength(2);
  expect([...(runs[1]?.answers?.secrets ?? [])]).toEqual([
    ['weather.api_key', beforehand],
    ['crm.client_secret', asked],
  ]);
});
