import { afterEach, beforeEach, expect, it } from 'vitest';
import { foundServer } from '../../../../src/client-files/found-server.ts';
import { isNeeds } from '../../../../src/plan/needs.ts';
import { Refusal } from '../../../../src/refusal.ts';
import { Secret } from '../../../../src/secret.ts';
import { importServers } from '../../../../src/usecases/clients/import.ts';
import { confirmation } from '../../../fakes/asked.ts';
import { createWork, SCOPE, type Work } from '../work.ts';

let work: Work;
beforeEach(async () => {
  work = await createWork();
});
afterEach(() => work.close());

const header = (value: string) => ({ url: 'https://crm.example/mcp', headers: { 'X-Key': value } });
const variable = (name: string) => '$'.concat('{', name, '}');

function foundIn(entries: Record<string, unknown>) {
  const servers = Object.entries(entries).map(([name, entry]) => ({
    name,
    entry,
    found: foundServer(name, entry, 'cursor'),
  }));
  return { client: 'cursor' as const, path: 'mcp.json', isInCurrentFolder: false, servers };
}

/** Imports after a yes. */
async function importing(entries: Record<string, unknown>, variables: [string, Secret | Refusal][] = []) {
  const input = { found: foundIn(entries), environment: new Map(variables) };
  const first = await importServers(input, SCOPE, work.ports);
  if (!isNeeds(first)) return first;
  return importServers({ ...input, confirm: confirmation(first).digest }, SCOPE, work.ports);
}

it('encrypts what the file has, and says that it is still in the file', async () => {
  expect(await importing({ crm: header('the key'), open: { command: 'node' } })).toMatchObject({
    servers: [
      { name: 'crm', outcome: 'created', secretsStored: ['X-Key'] },
      { name: 'open', outcome: 'skipped' },
    ],
    exposed: ['crm'],
  });
  expect(work.keyUses).toContain('seal header X-Key https://crm.example/mcp');
  expect(await importing({ crm: header('the key') })).toMatchObject({
    servers: [{ outcome: 'skipped' }],
    exposed: ['crm'],
  });
});

it('fails only the servers whose references cannot be read', async () => {
  const unresolved = new Refusal('reference-unresolved', { what: 'GONE is not set.', hint: 'Set it.' });
  const imported = await importing({ one: header(variable('GONE')), two: header(variable('HERE')) }, [
    ['GONE', unresolved],
    ['HERE', new Secret('the key')],
  ]);
  expect(imported).toMatchObject({
    servers: [
      { name: 'one', outcome: 'failed', why: 'GONE is not set.' },
      { name: 'two', outcome: 'created', secretsStored: [] },
    ],
    exposed: [],
  });
});

it('creates nothing before a person has seen which host would get which variable', async () => {
  const found = foundIn({ one: header(variable('AWS_KEY')), two: header('the key') });
  const needs = confirmation(await importServers({ found, environment: new Map() }, SCOPE, work.ports));
  expect(needs.consequences).toEqual([
    {
      kind: 'variables-sent',
      path: 'mcp.json',
      sent: [{ variable: 'AWS_KEY', server: 'one', url: 'https://crm.example/mcp' }],
      isInCurrentFolder: false,
    },
  ]);
  expect(work.keyUses).toEqual([]);
});

it('does not call another secret, or that of another server, encrypted', async () => {
  await importing({ crm: header('the key') });
  expect(await importing({ crm: header('another key') })).toMatchObject({
    servers: [{ outcome: 'skipped' }],
    exposed: [],
  });
  expect(await importing({ 'my crm': header('the key') })).toMatchObject({
    servers: [{ name: 'my crm', server: 'my-crm', outcome: 'created' }],
  });
});

it('keeps an entry in the file whose secret it does not read', async () => {
  expect(await importing({ crm: { ...header('the key'), auth: { PASSWORD: 'x' } } })).toMatchObject({
    servers: [{ outcome: 'created', why: expect.stringContaining('auth.PASSWORD') }],
    exposed: ['crm'],
    unread: ['crm'],
  });
});
