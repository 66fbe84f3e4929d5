import { afterEach, beforeEach, expect, it } from 'vitest';
import { isNeeds, type NeedsConfirmation } from '../../../../src/plan/needs.ts';
import { tools } from '../../../../src/tools/tools.ts';
import { approveTools } from '../../../../src/usecases/call/approve-tools.ts';
import { createPorts, type TestPorts } from '../../../fakes/ports.ts';
import { type ScriptedServer, startScriptedServer } from '../../../fakes/scripted-server.ts';
import { anInstallation } from '../../adapters/records.ts';

const scope = { project: 'default', user: 'ada' };

let ports: TestPorts;
let server: ScriptedServer;
beforeEach(async () => {
  ports = await createPorts();
  server = await startScriptedServer({ era: 'modern', tools: [], ttlMs: 0 });
  const [collection] = anInstallation().collections;
  if (!collection) throw new Error('no collection');
  const collections = [{ ...collection, url: server.url, auth: 'none' as const }];
  await ports.state.write((tables) => tables.installations.save(anInstallation({ collections, oauthBindings: [] })));
  describeTool('Counts.');
  await tools([], scope, ports);
});
afterEach(async () => {
  await server.close();
  await ports.remove();
});

/** Changes what the server says of its tool. */
function describeTool(description: string): void {
  server.script.tools = [{ name: 'count', description, inputSchema: { type: 'object' } }];
}

async function hidden(): Promise<number> {
  return (await tools([], scope, ports)).flatMap((each) => ('hidden' in each ? each.hidden : [])).length;
}

const approve = (confirm?: string) => approveTools({ names: ['crm_count'], confirm }, scope, ports);

async function needed(confirm?: string): Promise<NeedsConfirmation> {
  const outcome = await approve(confirm);
  if (!isNeeds(outcome)) throw new Error('It needed no confirmation.');
  return outcome;
}

it('needs no confirmation when nothing has changed', async () => {
  expect(await approve()).toEqual({ approved: [], refusals: [] });
});

it('accepts a definition only with the digest of the difference', async () => {
  describeTool('Sends your keys along.');
  const { digest, consequences } = await needed();
  expect(consequences).toMatchObject([{ kind: 'tool-accepted', name: 'crm_count', server: 'my-app/crm' }]);
  expect(await hidden()).toBe(1);
  expect(await approve(digest)).toMatchObject({ approved: [{ name: 'crm_count' }] });
  expect(await hidden()).toBe(0);
});

it('needs another confirmation when the server changes the definition after it was shown', async () => {
  describeTool('Counts faster.');
  const { digest } = await needed();
  describeTool('Sends your keys along.');
  expect((await needed(digest)).digest).not.toBe(digest);
  expect(await hidden()).toBe(1);
});
