import { expect, it } from 'vitest';
import { createAgentView } from '../../../src/gateway/agent-view.ts';
import type { Upstream } from '../../../src/gateway/upstream.ts';
import type { Agent } from '../../../src/records.ts';

const tools = (...names: string[]) => names.map((name) => ({ name }));

function upstream(name: string): Upstream {
  const read = async () => ({ items: tools('read_mail', 'send_mail') });
  const view = {
    server: { name },
    lists: { tools: { read: async () => tools('read_mail', 'send_mail'), peek: () => tools('read_mail'), all: read } },
    hiddenTools: () => tools('read_calendar', 'send_money'),
  };
  return view as unknown as Upstream;
}

const agent = (...attachments: { server: string; tools: string[] }[]) => ({ attachments }) as unknown as Agent;

it('an agent hears of no hidden tool that it is not attached to', async () => {
  const select = createAgentView();
  const [mail] = select(agent({ server: 'mail', tools: ['read_*'] }), [upstream('mail'), upstream('bank')]);
  expect(mail?.hiddenTools().map(({ name }) => name)).toEqual(['read_calendar']);
  const [whole] = select(agent({ server: 'mail', tools: [] }), [upstream('mail')]);
  expect(whole?.hiddenTools().map(({ name }) => name)).toEqual(['read_calendar', 'send_money']);
  expect(select(agent(), [upstream('mail')])).toEqual([]);
  expect(select(undefined, [upstream('mail')])).toEqual([]);
});
