import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type AskingServer, startAskingServer } from '../../fakes/asking-server.ts';
import { type RunningGateway, startGateway } from '../../fakes/gateway.ts';
import { putApp } from '../../fakes/installed.ts';
import { createProgram, type Program } from '../../fakes/mcpctl.ts';

// A server of 2025 that asks and tells, met by clients of both eras.

let program: Program;
let desk: AskingServer;
let gateway: RunningGateway;

beforeAll(async () => {
  program = createProgram();
  desk = await startAskingServer();
  await putApp(program.home, 'office', [{ id: 'desk', url: desk.url }]);
  gateway = await startGateway(program);
});
afterAll(async () => {
  await gateway.stop();
  await desk.close();
  program.remove();
});

const ERAS = [
  ['legacy', { mode: 'legacy' }],
  ['modern', { mode: { pin: '2026-07-28' } }],
] as const;

describe.each(ERAS)('a server of 2025, met by a %s client,', (era, versionNegotiation) => {
  let client: Client;
  beforeAll(async () => {
    const capabilities = { elicitation: { form: {} }, sampling: {} };
    client = new Client({ name: 'a-client', version: '1.0.0' }, { versionNegotiation, capabilities });
    client.setRequestHandler('elicitation/create', () => ({ action: 'accept', content: { name: 'Ada' } }));
    client.setRequestHandler('sampling/createMessage', ({ params }) => ({
      model: 'a-model',
      role: 'assistant',
      content: { type: 'text', text: `Answer to ${JSON.stringify(params.messages[0]?.content)}` },
    }));
    const requestInit = { headers: { authorization: `Bearer ${gateway.token}` } };
    await client.connect(new StreamableHTTPClientTransport(new URL(gateway.url), { requestInit }));
  });
  afterAll(() => client.close());

  it('asks one thing after the other in the middle of a call', async () => {
    const { content } = await client.callTool({ name: 'desk_interview', arguments: {} });
    expect(content).toMatchObject([{ text: expect.stringMatching(/^accept: .*Answer to .*Greet Ada\./) }]);
  });

  it('sends sound', async () => {
    expect(await client.callTool({ name: 'desk_sing', arguments: {} })).toMatchObject({
      content: [{ type: 'audio', mimeType: 'audio/wav' }],
    });
  });

  it('tells of a resource for as long as somebody is subscribed', async () => {
    const uri = 'desk://inbox';
    const heard = new Promise<string>((done) =>
      client.setNotificationHandler('notifications/resources/updated', ({ params }) => done(params.uri)),
    );
    const stop = await subscribed(client, era, uri);
    await vi.waitFor(() => expect(desk.watched).toContain(uri), { timeout: 20_000 });
    await desk.tell((server) => server.sendResourceUpdated({ uri }));
    expect(await heard).toBe(uri);
    await stop();
    await vi.waitFor(() => expect(desk.watched).not.toContain(uri), { timeout: 20_000 });
  });

  it('is found again after it has forgotten its sessions', async () => {
    const before = desk.sessions();
    desk.forget();
    expect(await client.callTool({ name: 'desk_sing', arguments: {} })).toMatchObject({ content: [{ type: 'audio' }] });
    expect(desk.sessions()).toBe(before + 1);
  });
});

describe('a server of 2025', () => {
  it('has its log lines outside of calls told to clients of 2025', async () => {
    const client = await gateway.connect({ mode: 'legacy' });
    await client.callTool({ name: 'desk_sing', arguments: {} });
    const heard = new Promise((done) =>
      client.setNotificationHandler('notifications/message', ({ params }) => done(params)),
    );
    const line = { level: 'warning', logger: 'desk', data: 'The ink runs low.' } as const;
    await desk.tell((server) => server.sendLoggingMessage(line));
    expect(await heard).toEqual(line);
    await client.close();
  });

  it('is told when its client cannot be asked', async () => {
    const client = await gateway.connect();
    const call = client.callTool({ name: 'desk_interview', arguments: {} });
    await expect(call).rejects.toThrow('The client cannot be asked for elicitation/create.');
    await client.close();
  });

  it('gets no answer to a question that it has not asked', async () => {
    const client = await gateway.connect();
    const call = client.request({
      method: 'tools/call',
      params: { name: 'desk_interview', arguments: {}, requestState: 'made-up', inputResponses: {} },
    });
    await expect(call).rejects.toThrow('No call waits for this answer.');
    await client.close();
  });
});

/** In the manner of the era. Returns how to end it. */
async function subscribed(client: Client, era: 'legacy' | 'modern', uri: string): Promise<() => Promise<unknown>> {
  if (era === 'modern') {
    const subscription = await client.listen({ resourceSubscriptions: [uri] });
    return () => subscription.close();
  }
  await client.subscribeResource({ uri });
  return () => client.unsubscribeResource({ uri });
}
