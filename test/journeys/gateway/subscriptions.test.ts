import type { Client } from '@modelcontextprotocol/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startAskingServer } from '../../fakes/asking-server.ts';
import { connectOnStdio, type RunningGateway, startGateway } from '../../fakes/gateway.ts';
import { putApp } from '../../fakes/installed.ts';
import { createProgram, type Program } from '../../fakes/mcpctl.ts';
import { BOOK, type Shelf, startShelf } from '../../fakes/shelf.ts';

// Being told when a single resource changes, for as long as one listens and may use its server.

const PATIENT = { timeout: 25_000 };
const MODERN = { versionNegotiation: { mode: { pin: '2026-07-28' } } } as const;

let program: Program;
let shelf: Shelf;
let gateway: RunningGateway;

beforeAll(async () => {
  program = createProgram();
  shelf = await startShelf();
  await putApp(program.home, 'city', [{ id: 'shelf', url: shelf.url }]);
  gateway = await startGateway(program);
});
afterAll(async () => {
  await gateway.stop();
  await shelf.close();
  program.remove();
});

const mcpctl = async (...args: string[]) => {
  const { code, err } = await program.run(args);
  expect(code, err).toBe(0);
};

/** What a client hears of resources from now on. */
function hearing(client: Client): string[] {
  const heard: string[] = [];
  client.setNotificationHandler('notifications/resources/updated', ({ params }) => void heard.push(params.uri));
  return heard;
}

const book = { resourceSubscriptions: [BOOK] };

describe.each([
  ['stdio', () => connectOnStdio(program, MODERN)],
  ['HTTP', () => gateway.connect({ mode: MODERN.versionNegotiation.mode })],
] as const)('a client of 2026-07-28 on %s', (_name, connect) => {
  it('hears of a resource while it listens, also after the stream of the server has dropped', async () => {
    const before = shelf.listeners();
    const client = await connect();
    const heard = hearing(client);
    await client.listResources();
    const idle = await settledListeners(before);
    const subscription = await client.listen(book);
    expect(subscription.honoredFilter).toEqual(book);
    await expect.poll(shelf.listeners, PATIENT).toBe(idle + 1);
    shelf.change();
    await expect.poll(() => heard, PATIENT).toEqual([BOOK]);

    shelf.hangUp();
    // What has happened meanwhile is not known, so it counts as a change.
    await expect.poll(() => heard, PATIENT).toEqual([BOOK, BOOK]);
    await expect.poll(shelf.listeners, PATIENT).toBe(idle + 1);
    shelf.change();
    await expect.poll(() => heard, PATIENT).toEqual([BOOK, BOOK, BOOK]);

    await subscription.close();
    await expect.poll(shelf.listeners, PATIENT).toBe(idle);
    await client.close();
  });

  /** A gateway has a stream for the lists of its server, as soon as it has a session with it. */
  async function settledListeners(before: number): Promise<number> {
    await expect.poll(shelf.listeners, PATIENT).toBeGreaterThan(_name === 'stdio' ? before : 0);
    return shelf.listeners();
  }
});

it('each of several listeners hears of a change once', async () => {
  const clients = await Promise.all([1, 2, 3].map(() => gateway.connect({ mode: MODERN.versionNegotiation.mode })));
  const heard = clients.map(hearing);
  const idle = shelf.listeners();
  await Promise.all(clients.map((client) => client.listen(book)));
  await expect.poll(shelf.listeners, PATIENT).toBe(idle + 1);
  for (const times of [1, 2, 3]) {
    shelf.change();
    await expect.poll(() => heard, PATIENT).toEqual(clients.map(() => Array(times).fill(BOOK)));
  }
  await Promise.all(clients.map((client) => client.close()));
  await expect.poll(shelf.listeners, PATIENT).toBe(idle);
});

it('a client hears no more of a server that was detached from its agent, nor anybody of one that is uninstalled', async () => {
  await mcpctl('agent', 'create', 'reader');
  await mcpctl('agent', 'attach', 'reader', 'shelf');
  const [reader, other] = await Promise.all([
    gateway.connect({ agent: 'reader', mode: MODERN.versionNegotiation.mode }),
    gateway.connect({ mode: MODERN.versionNegotiation.mode }),
  ]);
  const [heard, heardByOther] = [hearing(reader), hearing(other)];
  await Promise.all([reader.listen(book), other.listen(book)]);
  await expect.poll(shelf.listeners, PATIENT).toBe(2);
  shelf.change();
  await expect.poll(() => [heard.length, heardByOther.length], PATIENT).toEqual([1, 1]);

  await mcpctl('agent', 'detach', 'reader', 'shelf');
  await expect.poll(async () => (await reader.listResources()).resources, PATIENT).toEqual([]);
  for (const times of [2, 3, 4]) {
    shelf.change();
    await expect.poll(() => heardByOther.length, PATIENT).toBe(times);
  }
  expect(heard).toEqual([BOOK]);

  await mcpctl('uninstall', 'city', '--yes');
  await expect.poll(shelf.listeners, PATIENT).toBe(0);
  await Promise.all([reader.close(), other.close()]);
});

it('a server of 2025 that was started anew is listened to again, though nobody has called it', async () => {
  const desk = await startAskingServer();
  await putApp(program.home, 'office', [{ id: 'desk', url: desk.url }]);
  const uri = 'desk://inbox';
  const client = await gateway.connect({ mode: 'legacy' });
  const heard = hearing(client);
  await expect.poll(async () => (await client.listResources()).resources, PATIENT).toMatchObject([{ uri }]);
  await client.subscribeResource({ uri });
  expect(desk.watched).toContain(uri);
  const sessions = desk.sessions();

  desk.forget();
  desk.watched.clear();
  desk.hangUp();
  await expect.poll(() => [...desk.watched], PATIENT).toEqual([uri]);
  expect(desk.sessions()).toBe(sessions + 1);
  await expect.poll(() => heard, PATIENT).toEqual([uri]);
  await desk.tell((server) => server.sendResourceUpdated({ uri }));
  await expect.poll(() => heard, PATIENT).toEqual([uri, uri]);
  await client.close();
  await desk.close();
});
