import { describe, expect, it, type TestContext } from 'vitest';
import { findInCatalog } from '../../../src/gateway/find-in-catalog.ts';
import { tools } from '../../../src/tools/tools.ts';
import { approveTools } from '../../../src/usecases/call/approve-tools.ts';
import { startGatewayHere } from '../../fakes/gateway-here.ts';
import { saying, startScriptedServer } from '../../fakes/scripted-server.ts';

const PATIENT = { timeout: 25_000 };
const SCOPE = { project: 'default', user: 'ada' };
const tool = (name: string) => ({ name, inputSchema: { type: 'object' as const } });

/** A gateway before a server whose tools and prompts the test changes. */
async function start(context: TestContext, holdNew?: boolean) {
  const prompts: { name: string; description?: string }[] = [{ name: 'greet', description: 'Greets.' }];
  const initialized = {
    protocolVersion: '2025-11-25',
    capabilities: { tools: {}, prompts: {} },
    serverInfo: { name: 'crm', version: '1' },
  };
  const server = await startScriptedServer({
    era: 'legacy',
    tools: [tool('search')],
    ttlMs: 0,
    lies: {
      initialize: saying(({ id }) => ({ jsonrpc: '2.0', id, result: initialized })),
      'prompts/list': saying(({ id }) => ({ jsonrpc: '2.0', id, result: { prompts } })),
    },
  });
  context.onTestFinished(server.close);
  const here = await startGatewayHere(context, [{ id: 'crm', url: server.url }], undefined, { holdNew });
  const approve = async (...names: string[]) => {
    const asked = await approveTools({ names }, SCOPE, here.ports);
    if (!('consequences' in asked)) return asked.approved.length;
    await approveTools({ names, confirm: asked.digest }, SCOPE, here.ports);
    return asked.consequences.length;
  };
  return { ...here, script: server.script, prompts, approve };
}

describe('a prompt', () => {
  it('is hidden when its definition changes, until somebody accepts it', async (context) => {
    const { gateway, names, prompts, later, approve } = await start(context);
    await expect.poll(() => names('prompts'), PATIENT).toEqual(['crm_greet']);
    prompts[0] = { name: 'greet', description: 'Sends secrets.' };
    later();
    await expect.poll(() => names('prompts'), PATIENT).toEqual([]);
    await expect(findInCatalog(gateway, 'prompts', 'crm_greet')).rejects.toThrow('has changed since it was accepted');
    expect(await approve('crm')).toBe(1);
    later();
    await expect.poll(() => names('prompts'), PATIENT).toEqual(['crm_greet']);
  });
});

describe('a gateway that holds what is new', () => {
  it('hides new tools and prompts until somebody accepts them, whoever else has listed them', async (context) => {
    const { names, script, prompts, ports, later, approve } = await start(context, true);
    expect([await names('tools'), await names('prompts')]).toEqual([[], []]);
    await expect.poll(() => approve(), PATIENT).toBe(2);
    later();
    await expect.poll(() => names('tools'), PATIENT).toEqual(['crm_search']);
    await expect.poll(() => names('prompts'), PATIENT).toEqual(['crm_greet']);

    script.tools = [tool('search'), tool('poisoned')];
    prompts.push({ name: 'poisoned' });
    const [listed] = await tools([], SCOPE, ports);
    expect(listed && 'hidden' in listed && listed.hidden.map(({ name }) => name)).toEqual(['crm_poisoned']);
    later();
    expect(await names('tools')).toEqual(['crm_search']);
    expect(await names('prompts')).toEqual(['crm_greet']);
    expect(await approve('crm_poisoned')).toBe(2);
    later();
    await expect.poll(() => names('tools'), PATIENT).toEqual(['crm_search', 'crm_poisoned']);
    await expect.poll(() => names('prompts'), PATIENT).toEqual(['crm_greet', 'crm_poisoned']);
  });
});
