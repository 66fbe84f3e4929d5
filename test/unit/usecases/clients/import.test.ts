import { afterEach, beforeEach, expect, it } from 'vitest';
import { foundServer } from '../../../../src/client-files/found-server.ts';
import { Refusal } from '../../../../src/refusal.ts';
import { Secret } from '../../../../src/secret.ts';
import { importServers } from '../../../../src/usecases/clients/import.ts';
import { createWork, SCOPE, type Work } from '../work.ts';

let work: Work;
beforeEach(async () => {
  work = await createWork();
});
afterEach(() => work.close());

const header = (value: string) => ({ url: 'https://crm.example/mcp', headers: { 'X-Key': value } });
const variable = (name: string) => '$'.concat('{', name, '}');

function importing(entries: Record<string, unknown>, secrets: [string, Secret | Refusal][] = []) {
  const servers = Object.entries(entries).map(([name, entry]) => ({ name, entry, found: foundServer(name, entry) }));
  const found = { client: 'cursor' as const, path: 'mcp.json', references: [], servers };
  return importServers({ found, secrets: new Map(secrets) }, SCOPE, work.ports);
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
    ['env:GONE', unresolved],
    ['env:HERE', new Secret('the key')],
  ]);
  expect(imported).toMatchObject({
    servers: [
      { name: 'one', outcome: 'failed', why: 'GONE is not set.' },
      { name: 'two', outcome: 'created', secretsStored: [] },
    ],
    exposed: [],
  });
});
