import type { Client } from '@modelcontextprotocol/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectOnStdio, type RunningGateway, startGateway } from '../../fakes/gateway.ts';
import { putApp } from '../../fakes/installed.ts';
import { type FakeMcpServer, startMcpServer } from '../../fakes/mcp-server.ts';
import { createProgram, type Program } from '../../fakes/mcpctl.ts';
import { echo } from '../../fakes/tools.ts';

// Results that are large, or that have much said before them, arrive whole; what is too large is refused in words.

const MEGABYTE = 1024 * 1024;
const isLong = process.env.MCPCTL_LONG === 'yes';
const SAYINGS = Array.from({ length: isLong ? 10_000 : 300 }, (_, index) => `${index}`);
const TOO_MANY_MEGABYTES = isLong ? 20 : 9;
const IMAGE = Buffer.alloc(5 * MEGABYTE, 'picture').toString('base64');

let program: Program;
let archive: FakeMcpServer;
let gateway: RunningGateway;

const inputSchema = { type: 'object' } as const;
const tools = [
  {
    name: 'text',
    inputSchema,
    run: ({ megabytes }: { megabytes?: unknown }) => ({
      content: [{ type: 'text' as const, text: 'é'.repeat((Number(megabytes) * MEGABYTE) / 2) }],
    }),
  },
  {
    name: 'image',
    inputSchema,
    run: () => ({ content: [{ type: 'image' as const, mimeType: 'image/png', data: IMAGE }] }),
  },
  { ...echo, progress: SAYINGS },
];

beforeAll(async () => {
  program = createProgram();
  archive = await startMcpServer({ name: 'Archive', tools });
  await putApp(program.home, 'office', [{ id: 'archive', url: archive.url }]);
  gateway = await startGateway(program);
});
afterAll(async () => {
  await gateway.stop();
  await archive.close();
  program.remove();
});

describe.each([
  ['stdio', () => connectOnStdio(program, { versionNegotiation: { mode: 'legacy' } })],
  ['HTTP', () => gateway.connect()],
] as const)('on %s', (_name, connect) => {
  let client: Client;
  beforeAll(async () => {
    client = await connect();
  });
  afterAll(() => client.close());

  it('a text of 7 MB and an image of 5 MB arrive whole', async () => {
    const [text, image] = await Promise.all([
      client.callTool({ name: 'archive_text', arguments: { megabytes: 7 } }),
      client.callTool({ name: 'archive_image', arguments: {} }),
    ]);
    // Compared without the runner's own comparison, which would print them.
    expect(text.content.map((each) => each.type === 'text' && each.text === 'é'.repeat(3.5 * MEGABYTE))).toEqual([
      true,
    ]);
    expect(image.content.map((each) => each.type === 'image' && each.data === IMAGE)).toEqual([true]);
  });

  it('a text of more is a tool error that names the limit, and the next call is served', async () => {
    expect(await client.callTool({ name: 'archive_text', arguments: { megabytes: TOO_MANY_MEGABYTES } })).toMatchObject(
      {
        isError: true,
        content: [{ text: expect.stringContaining('sent a message of more than 8 MiB') }],
      },
    );
    expect(await client.callTool({ name: 'archive_text', arguments: { megabytes: 0 } })).toMatchObject({
      content: [{ text: '' }],
    });
  });

  it('many notifications come before the result, in their order', async () => {
    const heard: (string | undefined)[] = [];
    client.setNotificationHandler('notifications/progress', ({ params }) => void heard.push(params.message));
    const { content } = await client.callTool(
      { name: 'archive_echo', arguments: { text: 'done' } },
      { onprogress: () => {} },
    );
    expect(content).toEqual([{ type: 'text', text: 'done' }]);
    expect(heard).toEqual(SAYINGS);
  });
});
