import { afterEach, beforeEach, expect, it } from 'vitest';
import { createAgent, pageOfAgents } from '../../../../src/usecases/agents/agent.ts';
import { createWork, SCOPE, type Work } from '../work.ts';

let work: Work;
beforeEach(async () => {
  work = await createWork();
  for (const name of ['one', 'two', 'three']) await createAgent({ name }, SCOPE, work.ports);
});
afterEach(() => work.close());

it('a page has the agents that the caller may know of, and counts no other', async () => {
  const limited = { ...SCOPE, agents: new Set(['one', 'three', 'gone']) };
  const page = async (input: { limit: number; offset?: number }) => {
    const { agents, total } = await pageOfAgents(input, limited, work.ports);
    return [agents.map(({ name }) => name).sort(), total];
  };
  expect(await page({ limit: 5 })).toEqual([['one', 'three'], 2]);
  expect((await page({ limit: 5, offset: 1 }))[0]).toHaveLength(1);
});
