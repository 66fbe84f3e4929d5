import type { Client } from '@modelcontextprotocol/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectOnStdio } from '../../fakes/gateway.ts';
import { putApp } from '../../fakes/installed.ts';
import { type FakeMcpServer, startMcpServer } from '../../fakes/mcp-server.ts';
import { createProgram, type Program } from '../../fakes/mcpctl.ts';
import { crmTools, echo, PHOTO } from '../../fakes/tools.ts';

let program: Program;
let servers: FakeMcpServer[];
const KEY = 'canary-key-of-the-weather';

beforeAll(async () => {
  program = createProgram();
  servers = await Promise.all([
    startMcpServer({ name: 'CRM', tools: crmTools, era: 'modern' }),
    startMcpServer({
      name: 'Weather',
      tools: [{ ...echo, progress: ['half', 'done'] }],
      protection: { kind: 'api_key', key: KEY },
      era: 'legacy',
    }),
    startMcpServer({ name: 'One', tools: [{ ...echo, name: 'b_c' }] }),
    startMcpServer({ name: 'Two', tools: [{ ...echo, name: 'c' }] }),
  ]);
  const [crm, weather, one, two] = servers.map(({ url }) => url) as [string, string, string, string];
  await putApp(program.home, 'office', [
    { id: 'crm', url: crm },
    { id: 'weather', url: weather, apiKey: KEY },
    { id: 'gone', url: 'http://127.0.0.1:9/mcp' },
    { id: 'private', url: crm, auth: 'oauth' },
  ]);
  await putApp(program.home, 'twins', [
    { id: 'one', url: one, namespace: 'a' },
    { id: 'two', url: two, namespace: 'a_b' },
  ]);
});
afterAll(async () => {
  await Promise.all(servers.map(({ close }) => close()));
  program.remove();
});

const ERAS = [
  ['legacy', { mode: 'legacy' }],
  ['modern', { mode: { pin: '2026-07-28' } }],
] as const;

const connected = (versionNegotiation: (typeof ERAS)[number][1], ...args: string[]): Promise<Client> =>
  connectOnStdio(program, { versionNegotiation }, { args });

describe.each(ERAS)('mcpctl gateway --stdio, towards a %s client', (era, negotiation) => {
  let client: Client;
  beforeAll(async () => {
    client = await connected(negotiation);
  });
  afterAll(() => client.close());

  it('speaks that era', () => {
    expect(client.getProtocolEra()).toBe(era);
    expect(client.getServerVersion()?.name).toBe('mcpctl');
  });

  it('lists the tools of every server that answers, with its own schemas, and no name that two would share', async () => {
    // A server that is slow to start is listed when it has answered.
    const names = async () => (await client.listTools()).tools.map(({ name }) => name);
    await expect
      .poll(names, { timeout: 25_000 })
      .toEqual(['crm_search', 'crm_add_note', 'crm_photo', 'crm_whoami', 'weather_echo']);
    const { tools } = await client.listTools();
    expect(tools[0]?.outputSchema).toEqual(crmTools[0]?.outputSchema);
  });

  it('calls a tool of a modern server, and passes structured content on', async () => {
    const result = await client.callTool({ name: 'crm_search', arguments: { query: 'turin' } });
    expect(result.structuredContent).toEqual({
      contacts: [{ name: 'Luigi Menabrea', company: 'Taurinorum Academy', city: 'Turin' }],
    });
  });

  it('passes images on', async () => {
    const { content } = await client.callTool({ name: 'crm_photo', arguments: {} });
    expect(content).toContainEqual({ type: 'image', mimeType: 'image/png', data: PHOTO });
  });

  it('calls a tool of a legacy server with its API key, and passes progress on', async () => {
    const heard: (string | undefined)[] = [];
    // The client forgets who wanted progress when the result comes in the same read, so everything is listened to.
    client.setNotificationHandler('notifications/progress', ({ params }) => {
      heard.push(params.message);
    });
    const { content } = await client.callTool(
      { name: 'weather_echo', arguments: { text: 'rain' } },
      { onprogress: () => {} },
    );
    expect(content).toEqual([{ type: 'text', text: 'rain' }]);
    expect(heard).toEqual(['half', 'done']);
    expect(servers[1]?.requests.at(-1)?.authorization).toBe(`Bearer ${KEY}`);
  });

  it('passes on that a tool reports an error', async () => {
    const result = await client.callTool({ name: 'crm_add_note', arguments: { contact: 'Nobody', text: 'x' } });
    expect(result).toMatchObject({ isError: true, content: [{ text: 'There is no contact called Nobody.' }] });
  });

  it('says of an unknown tool which servers are silent, and what would help', async () => {
    await expect(client.callTool({ name: 'private_search', arguments: {} })).rejects.toThrow(
      /There is nothing called private_search\..*mcpctl connect office\/private/s,
    );
  });

  it('never lets one of two tools of a name win', async () => {
    await expect(client.callTool({ name: 'a_b_c', arguments: {} })).rejects.toThrow(
      'a_b_c could be b_c of twins/one or c of twins/two',
    );
  });
});

describe('mcpctl gateway --stdio', () => {
  it('serves one server with its own names', async () => {
    const client = await connected({ mode: 'legacy' }, '--target', 'twins/one', '--no-prefix');
    expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(['b_c']);
    expect(await client.callTool({ name: 'b_c', arguments: { text: 'hello' } })).toMatchObject({
      content: [{ text: 'hello' }],
    });
    await client.close();
  });

  it('ends well when its client goes away', async () => {
    expect(await program.run(['gateway', '--stdio'])).toEqual(expect.objectContaining({ code: 0, out: '', err: '' }));
  });

  it('refuses a target that does not exist, and to drop the prefix of many', async () => {
    expect(await program.run(['gateway', '--stdio', '--target', 'nobody'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('error[target-unknown]'),
    });
    expect(await program.run(['gateway', '--stdio', '--no-prefix'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('mcpctl gateway --stdio --target NAME --no-prefix'),
    });
  });
});
