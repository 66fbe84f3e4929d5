import type { Client } from '@modelcontextprotocol/client';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { Server, WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AGREEING, AS_GRACE } from '../../fakes/browser.ts';
import { type RunningGateway, startGateway } from '../../fakes/gateway.ts';
import { listen } from '../../fakes/http.ts';
import { putApp } from '../../fakes/installed.ts';
import { type FakeMcpServer, startMcpServer } from '../../fakes/mcp-server.ts';
import { createProgram, type Program } from '../../fakes/mcpctl.ts';
import { crmTools, echo } from '../../fakes/tools.ts';
import { startWorld, type World } from '../../fakes/world.ts';

let program: Program;
let crm: FakeMcpServer;
let notes: FakeMcpServer;
let gateway: RunningGateway;

/** What another process has done is seen in a moment, or later on a busy machine. */
const PATIENT = { timeout: 25_000 };

const names = async (client: Client) => (await client.listTools()).tools.map(({ name }) => name);

async function mcpctl(...args: string[]): Promise<string> {
  const { code, out, err } = await program.run(args);
  expect(code, err).toBe(0);
  return out;
}

beforeAll(async () => {
  program = createProgram();
  [crm, notes] = await Promise.all([
    startMcpServer({ name: 'CRM', tools: crmTools }),
    startMcpServer({ name: 'Notes', tools: [echo] }),
  ]);
  await putApp(program.home, 'office', [
    { id: 'crm', url: crm.url },
    { id: 'notes', url: notes.url },
  ]);
  await mcpctl('agent', 'create', 'scribe');
  await mcpctl('agent', 'attach', 'scribe', 'crm', '--tools', 'search', 'add_*');
  gateway = await startGateway(program);
});
afterAll(async () => {
  await gateway.stop();
  await Promise.all([crm.close(), notes.close()]);
  program.remove();
});

describe('an agent', () => {
  it.each(['legacy', 'auto'] as const)(
    'lists and calls what is attached to it, and nothing else (%s)',
    async (mode) => {
      const client = await gateway.connect({ agent: 'scribe', mode });
      expect(await names(client)).toEqual(['crm_search', 'crm_add_note']);
      const { content } = await client.callTool({ name: 'crm_search', arguments: { query: 'turin' } });
      expect(content).toMatchObject([{ text: expect.stringContaining('Luigi Menabrea') }]);
      const before = crm.requests.length + notes.requests.length;
      for (const name of ['crm_whoami', 'notes_echo']) {
        await expect(client.callTool({ name, arguments: {} })).rejects.toThrow(`There is nothing called ${name}.`);
      }
      expect(crm.requests.length + notes.requests.length).toBe(before);
      await client.close();
    },
  );

  it('leaves everything to those who came without one', async () => {
    const client = await gateway.connect();
    expect(await names(client)).toContain('crm_whoami');
    expect(await names(client)).toContain('notes_echo');
    await client.close();
  });

  it('is told when another process attaches or detaches something, and needs no restart', async () => {
    await mcpctl('agent', 'create', 'clerk');
    const client = await gateway.connect({ agent: 'clerk', mode: 'legacy' });
    expect(await names(client)).toEqual([]);
    let heard: () => void = () => {};
    client.setNotificationHandler('notifications/tools/list_changed', () => heard());
    const told = () =>
      new Promise<void>((done) => {
        heard = done;
      });
    const attached = told();
    await mcpctl('agent', 'attach', 'clerk', 'notes');
    await attached;
    expect(await names(client)).toEqual(['notes_echo']);
    const detached = told();
    await mcpctl('agent', 'detach', 'clerk', 'notes');
    await detached;
    expect(await names(client)).toEqual([]);
    await client.close();
  });

  it('is unknown until it is made, and when it is gone', async () => {
    const post = async () => {
      const response = await fetch(`${gateway.url}/nobody`, {
        method: 'POST',
        headers: { authorization: `Bearer ${gateway.token}`, 'content-type': 'application/json' },
        body: '{}',
      });
      return { status: response.status, text: await response.text() };
    };
    expect(await post()).toEqual({ status: 404, text: expect.stringContaining('There is no agent called nobody') });
    expect((await fetch(`${gateway.url}/nobody`)).status).toBe(401);
    await mcpctl('agent', 'create', 'nobody');
    await expect.poll(async () => (await post()).status, PATIENT).not.toBe(404);
    await mcpctl('agent', 'delete', 'nobody');
    await expect.poll(async () => (await post()).status, PATIENT).toBe(404);
  });

  it('can be all that is served', async () => {
    const alone = await startGateway(program, ['--agent', 'scribe']);
    const client = await alone.connect();
    expect(await names(client)).toEqual(['crm_search', 'crm_add_note']);
    await client.close();
    await alone.stop();
    expect(await program.run(['gateway', '--stdio', '--agent', 'stranger'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('error[agent-unknown]'),
    });
  });

  it('is what a client is told to start', async () => {
    const written = JSON.parse(await mcpctl('export', 'cursor', '--agent', 'scribe', '--print'));
    expect(written.mcpServers.mcpctl.args).toEqual(['gateway', '--stdio', '--agent', 'scribe']);
    expect((await program.run(['export', 'cursor', '--agent', 'stranger', '--print'])).code).toBe(2);
  });
});

describe('two users', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.close());

  it('never see each other through an agent that they share', async () => {
    await mcpctl('connect', world.crm.url, '--name', 'people', '--user', 'ada', '--browser', AGREEING);
    await mcpctl('agent', 'create', 'shared');
    await mcpctl('agent', 'attach', 'shared', 'people');
    const [ofAda, ofGrace] = await Promise.all(['ada', 'grace'].map((user) => startGateway(program, ['--user', user])));
    if (!ofAda || !ofGrace) throw new Error('Two gateways were started.');
    expect(ofAda.token).not.toBe(ofGrace.token);
    const stranger = await fetch(ofGrace.url, { headers: { authorization: `Bearer ${ofAda.token}` } });
    expect(stranger.status).toBe(401);

    const [ada, grace] = await Promise.all([ofAda, ofGrace].map((each) => each.connect({ agent: 'shared' })));
    const who = async (client?: Client) => client?.callTool({ name: 'people_whoami', arguments: {} });
    expect(await who(ada)).toMatchObject({ content: [{ text: 'ada' }] });
    await expect(who(grace)).rejects.toThrow('mcpctl connect people');
    await mcpctl('connect', 'people', '--user', 'grace', '--browser', AS_GRACE);
    await expect.poll(() => who(grace).catch(() => undefined), PATIENT).toMatchObject({ content: [{ text: 'grace' }] });
    expect(await who(ada)).toMatchObject({ content: [{ text: 'ada' }] });
    await Promise.all([ada?.close(), grace?.close(), ofAda.stop(), ofGrace.stop()]);
  });
});

describe('what servers say of themselves', () => {
  it('reaches only the clients of agents that may use them', async () => {
    const [library, archive] = await Promise.all([startTalker('Library'), startTalker('Archive')]);
    await putApp(program.home, 'city', [
      { id: 'library', url: library.url },
      { id: 'archive', url: archive.url },
    ]);
    await mcpctl('agent', 'create', 'reader');
    await mcpctl('agent', 'attach', 'reader', 'library');
    const [reader, everybody] = await Promise.all([
      gateway.connect({ agent: 'reader', mode: 'legacy' }),
      gateway.connect({ mode: 'legacy' }),
    ]);
    const heard = new Map<Client, unknown[]>([
      [reader, []],
      [everybody, []],
    ]);
    for (const [client, lines] of heard) {
      client.setNotificationHandler('notifications/message', ({ params }) => void lines.push(params.data));
      await expect.poll(() => names(client), PATIENT).toContain('library_talk');
    }
    await expect.poll(() => names(everybody), PATIENT).toContain('archive_talk');
    // Said again until it is heard, since the streams are opened at leisure.
    await expect
      .poll(async () => {
        await archive.say('of the archive');
        await library.say('of the library');
        return [...heard.values()].map((lines) => lines.includes('of the library'));
      }, PATIENT)
      .toEqual([true, true]);
    await expect
      .poll(async () => {
        await archive.say('of the archive');
        return heard.get(everybody);
      }, PATIENT)
      .toContain('of the archive');
    await library.say('the end');
    await expect.poll(() => heard.get(reader), PATIENT).toContain('the end');
    expect(heard.get(reader)).not.toContain('of the archive');
    await Promise.all([reader.close(), everybody.close(), library.close(), archive.close()]);
  });
});

/** A server of 2025 with a session, which says something whenever it is told to. */
async function startTalker(name: string) {
  const { origin, server: web, close } = await listen();
  const server = new Server({ name, version: '1.0.0' }, { capabilities: { tools: {}, logging: {} } });
  server.setRequestHandler('tools/list', () => ({ tools: [{ name: 'talk', inputSchema: { type: 'object' } }] }));
  const transport = new WebStandardStreamableHTTPServerTransport({ sessionIdGenerator: () => crypto.randomUUID() });
  await server.connect(transport);
  web.on('request', toNodeHandler({ fetch: (request) => transport.handleRequest(request) }));
  return {
    url: `${origin}/mcp`,
    say: (data: string) => server.sendLoggingMessage({ level: 'info', data }),
    async close() {
      await server.close();
      await close();
    },
  };
}
