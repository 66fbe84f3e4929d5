/**
 * The table of rights, as the design of the server has it, written down once more: every operation in every column. An
 * operation that is in no row fails here, and so does one that a role may do although the table does not say so.
 */
import { describe, expect, it } from 'vitest';
import type { Caller } from '../../../src/identity/caller.ts';
import { ANONYMOUS, localCaller } from '../../../src/identity/caller.ts';
import { ROLES, rightsOfEndUser, rightsOfRole } from '../../../src/identity/roles.ts';
import type { Work } from '../../../src/operations/operation.ts';
import { OPERATIONS } from '../../../src/operations/operations.ts';
import { perform } from '../../../src/operations/perform.ts';
import { keyPrincipal } from '../../../src/principal.ts';

const COLUMNS = [...ROLES, 'session', 'token', 'nobody'] as const;
type Column = (typeof COLUMNS)[number];

interface Row {
  readonly operations: readonly string[];
  /** Who may. */
  readonly may: readonly Column[];
}

const EVERYBODY = COLUMNS;

const TABLE: Readonly<Record<string, Row>> = {
  'projects, roles, web apps, settings': {
    operations: [
      ...['project.create', 'project.list', 'project.delete'],
      ...['person.add', 'person.list', 'person.role', 'person.link', 'person.remove'],
      ...['web-app.create', 'web-app.list', 'web-app.show', 'web-app.update', 'web-app.delete'],
    ],
    may: ['owner'],
  },
  'keys (an admin: up to admin)': {
    operations: ['api-key.create', 'api-key.list', 'api-key.revoke'],
    may: ['owner', 'admin'],
  },
  'apps, servers, providers, approvals': {
    operations: [
      ...['server.create', 'server.update', 'server.delete'],
      ...['provider.create', 'provider.update', 'provider.delete'],
    ],
    may: ['owner', 'admin'],
  },
  'discovering what a server wants': { operations: ['server.discover'], may: ['owner', 'admin', 'builder'] },
  'reading apps, servers, providers, and jobs on them': {
    operations: [
      ...['app.list', 'app.show', 'server.list', 'server.page', 'server.show', 'provider.list', 'provider.show'],
      'job.show',
    ],
    may: ['owner', 'admin', 'builder', 'member'],
  },
  'agents; attaching servers with personal accounts': {
    operations: ['agent.create', 'agent.update', 'agent.delete', 'agent.attach', 'agent.detach'],
    may: ['owner', 'admin', 'builder'],
  },
  'reading agents': {
    operations: ['agent.list', 'agent.page', 'agent.show', 'agent.servers'],
    may: ['owner', 'admin', 'builder', 'member'],
  },
  'giving agents to people': { operations: ['agent.give', 'agent.take'], may: ['owner', 'admin'] },
  'own connections': {
    operations: [
      'session.show',
      ...['connection.list', 'connection.begin', 'connection.show', 'connection.confirm', 'connection.end'],
    ],
    may: ['owner', 'admin', 'builder', 'member', 'web-app', 'session'],
  },
  'tickets, actors, tokens for end users': {
    operations: [
      ...['actor.upsert', 'actor.lookup', 'actor.show', 'actor.list', 'actor.delete'],
      ...['actor.connections', 'actor.connect', 'actor.disconnect'],
      ...['ticket.create', 'token.create-for-end-user'],
    ],
    may: ['owner', 'admin', 'web-app'],
  },
  'audit without arguments': { operations: ['audit.list'], may: ['owner', 'admin', 'auditor'] },
  'audit with arguments': { operations: ['audit.list-arguments'], may: ['owner', 'auditor'] },
  'what a ticket or a link in the input proves': {
    operations: ['session.exchange', 'person.exchange-link'],
    may: EVERYBODY,
  },
};

const ROW_OF = new Map(Object.values(TABLE).flatMap((row) => row.operations.map((name) => [name, row] as const)));

function callerOf(column: Column): Caller {
  if (column === 'nobody') return ANONYMOUS;
  const common = { principal: keyPrincipal('k1'), project: 'default', name: 'somebody', webAppId: 'w1' };
  if (column !== 'session' && column !== 'token') return { ...common, rights: rightsOfRole(column) };
  return { ...common, rights: rightsOfEndUser(column), agents: new Set(['scribe']) };
}

const INPUT = { name: 'scribe', agent: 'scribe', target: 'crm', people: ['ada'], id: 'alice' };

/** Performs the operation without running it. */
async function outcomeFor(operation: (typeof OPERATIONS)[number], caller: Caller): Promise<string> {
  const work = { caller } as Work;
  const standIn = { ...operation, run: async () => ({}) };
  return perform(standIn, INPUT as never, work).then(
    () => 'allowed',
    (refused) => refused.code,
  );
}

describe('every operation', () => {
  it('is in one row of the table', () => {
    expect(OPERATIONS.map(({ name }) => name).sort()).toEqual([...ROW_OF.keys()].sort());
  });

  it('is for whoever holds the master key', async () => {
    const owner = localCaller({ project: 'default', user: 'ada' });
    for (const operation of OPERATIONS) expect(await outcomeFor(operation, owner)).toBe('allowed');
  });

  for (const operation of OPERATIONS) {
    it.each(COLUMNS)(`${operation.name}, asked by %s, is answered as the table says`, async (column) => {
      const may = ROW_OF.get(operation.name)?.may.includes(column);
      expect(await outcomeFor(operation, callerOf(column))).toBe(may ? 'allowed' : 'right-missing');
    });
  }

  it('says the same of an agent that the caller may not know of as of one that does not exist', async () => {
    const limited = { ...callerOf('admin'), agents: new Set(['other']) };
    const about = OPERATIONS.filter((operation) => operation.subject(INPUT as never).kind === 'agent');
    expect(about.length).toBeGreaterThan(6);
    for (const operation of about) expect(await outcomeFor(operation, limited)).toBe('agent-unknown');
  });
});
