import { Client, InMemoryTransport } from '@modelcontextprotocol/client';
import { afterEach, describe, expect, it } from 'vitest';
import { auditObserver } from '../../../src/gateway/audit.ts';
import { createFailures } from '../../../src/gateway/failures.ts';
import type { GatewayView } from '../../../src/gateway/gateway.ts';
import { createCallObservers } from '../../../src/gateway/observe-call.ts';
import { createResourceLinks } from '../../../src/gateway/resource-links.ts';
import { createServer } from '../../../src/gateway/server.ts';
import { Refusal } from '../../../src/refusal.ts';
import { fakeClock } from '../../fakes/clock.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

interface Options {
  readonly isDurable?: boolean;
  /** What happens when a line is recorded. */
  readonly record?: (line: string) => Promise<void>;
  /** What the server does. */
  readonly forward?: () => Promise<object>;
}

/** A client of a gateway before one server with everything, and what happened in order. */
async function audited({ isDurable = false, record = async () => {}, forward }: Options = {}) {
  const happened: Record<string, unknown>[] = [];
  const auditLog = {
    append: (line: () => string) => void happened.push(JSON.parse(line())),
    async record(line: string) {
      await record(line);
      happened.push(JSON.parse(line));
    },
  };
  const observer = auditObserver(
    { project: 'default', user: 'ada' },
    { auditLog, identifiers: { next: () => 'an-id' } },
    { withArguments: false, isDurable },
  );
  const upstream = { server: { name: 'desk' }, lists: { resources: {} } };
  const items = {
    tools: [['desk_echo', { name: 'echo', inputSchema: { type: 'object' } }]],
    prompts: [['desk_greet', { name: 'greet' }]],
    resources: [['desk://inbox', { uri: 'desk://inbox', name: 'inbox' }]],
    resourceTemplates: [],
  } as const;
  const failures = createFailures(String);
  const view = {
    catalog: {
      upstreams: async () => [upstream],
      items: async (list: keyof typeof items) => ({
        byName: new Map(items[list].map(([name, item]) => [name, { name, item, upstream }])),
        conflicts: [],
      }),
      waitForFirstAnswer: async () => {},
      hiddenNames: async () => new Set<string>(),
    },
    forwarder: {
      async forward({ request }: { request: { method: string } }) {
        happened.push({ sent: request.method });
        return forward ? forward() : RESULTS[request.method as keyof typeof RESULTS];
      },
    },
    notifications: { onListChanged: () => () => {}, onLogMessage: () => () => {} },
    observers: createCallObservers({ observers: [observer], failures, clock: fakeClock() }),
    failures,
    links: createResourceLinks(),
  } as unknown as GatewayView;
  const server = createServer(view);
  const [there, here] = InMemoryTransport.createLinkedPair();
  const client = new Client({ name: 'editor', version: '1' }, { versionNegotiation: { mode: 'legacy' } });
  await Promise.all([server.connect(there), client.connect(here)]);
  closing.push(() => client.close());
  return { client, happened };
}

const RESULTS = {
  'tools/call': { content: [] },
  'resources/read': { contents: [] },
  'prompts/get': { messages: [] },
  'completion/complete': { completion: { values: [] } },
};

const CALLS = [
  ['tools/call', 'desk_echo', 'echo', (client: Client) => client.callTool({ name: 'desk_echo', arguments: {} })],
  ['resources/read', 'desk://inbox', null, (client: Client) => client.readResource({ uri: 'desk://inbox' })],
  ['prompts/get', 'desk_greet', 'greet', (client: Client) => client.getPrompt({ name: 'desk_greet' })],
  [
    'completion/complete',
    'desk_greet',
    'greet',
    (client: Client) =>
      client.complete({ ref: { type: 'ref/prompt', name: 'desk_greet' }, argument: { name: 'a', value: 'canary' } }),
  ],
] as const;

describe.each(CALLS)('%s', (method, name, tool, call) => {
  const line = { method, name, server: 'desk', tool, client: { name: 'editor', version: '1' } };

  it('has a line when it has ended', async () => {
    const { client, happened } = await audited();
    await call(client);
    expect(happened).toMatchObject([{ sent: method }, { ...line, outcome: 'ok' }]);
    expect(JSON.stringify(happened)).not.toContain('canary');
  });

  it('has a line before it goes out, and the same id at its end, when the log is durable', async () => {
    const { client, happened } = await audited({ isDurable: true });
    await call(client);
    expect(happened).toMatchObject([
      { ...line, outcome: 'begun', id: 'an-id' },
      { sent: method },
      { ...line, outcome: 'ok', id: 'an-id' },
    ]);
  });

  it('does not go out when its line cannot be written', async () => {
    const full = () =>
      Promise.reject(new Refusal('file-unwritable', { what: 'The disk is full.', hint: 'Make room.' }));
    const { client, happened } = await audited({ isDurable: true, record: full });
    const said = await call(client).then(JSON.stringify, String);
    expect(said).toContain('The disk is full.');
    expect(happened).toMatchObject([{ ...line, outcome: 'refused', code: 'file-unwritable' }]);
  });

  it('says how it failed', async () => {
    const refusal = new Refusal('server-timeout', { what: 'Too late.', hint: 'Again.' });
    const { client, happened } = await audited({ forward: () => Promise.reject(refusal) });
    await call(client).catch(() => {});
    expect(happened.at(-1)).toMatchObject({ ...line, outcome: 'refused', code: 'server-timeout' });
  });
});

it('a URI is written without its query, which may hold a token', async () => {
  const { client, happened } = await audited();
  await client.readResource({ uri: 'desk://customer/4711?token=canary#x' });
  expect(happened.at(-1)).toMatchObject({ method: 'resources/read', name: 'desk://customer/4711' });
});

it('what leads to no server has a line as well', async () => {
  const { client, happened } = await audited();
  await client.getPrompt({ name: 'nobody' }).catch(() => {});
  expect(happened).toMatchObject([{ method: 'prompts/get', name: 'nobody', server: null, outcome: 'refused' }]);
});
