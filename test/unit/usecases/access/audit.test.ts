/** The audit in the database: written in batches, in the background, and read in parts. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createIdentifiers } from '../../../../src/adapters/identifiers.ts';
import { ANONYMOUS, localCaller } from '../../../../src/identity/caller.ts';
import { performAudited } from '../../../../src/operations/audited.ts';
import { personAdd, personExchangeLink, personList } from '../../../../src/operations/person.ts';
import { projectDelete } from '../../../../src/operations/project.ts';
import { Refusal } from '../../../../src/refusal.ts';
import { Secret } from '../../../../src/secret.ts';
import { type AuditWriter, createAuditWriter, type NewAuditRow } from '../../../../src/usecases/access/audit-writer.ts';
import { type ReadAuditInput, readAudit } from '../../../../src/usecases/access/read-audit.ts';
import { type FakeClock, fakeClock } from '../../../fakes/clock.ts';
import { createWork, SCOPE, type Work } from '../work.ts';

let work: Work;
let clock: FakeClock;
let ports: Work['ports'];
let writer: AuditWriter;
let warnings: string[];
const caller = localCaller(SCOPE);
beforeEach(async () => {
  work = await createWork();
  clock = fakeClock();
  ports = { ...work.ports, clock, identifiers: createIdentifiers(clock) };
  warnings = [];
  writer = createAuditWriter(ports, { warn: (text) => warnings.push(text) });
});
afterEach(() => work.close());

const row = (changes: Partial<NewAuditRow> = {}): NewAuditRow => ({
  ...{ project: 'default', principal: 'ada', operation: 'tools/call', target: 'crm_search', outcome: 'done' },
  ...changes,
});
const read = async (input: ReadAuditInput = {}, withArguments = false) =>
  readAudit(input, { caller, withArguments }, ports);
const targets = async (input: ReadAuditInput = {}) => (await read(input)).rows.map(({ target }) => target);

describe('the writer', () => {
  it('writes a tenth of a second of rows in one transaction', async () => {
    const write = vi.spyOn(ports.state, 'write');
    for (const target of ['one', 'two', 'three']) writer.append(row({ target }));
    expect(write).not.toHaveBeenCalled();
    await clock.advance(100);
    await writer.flush();
    expect(write).toHaveBeenCalledTimes(1);
    expect((await targets()).sort()).toEqual(['one', 'three', 'two']);
  });

  it('keeps rows while the database cannot be written, says so once, and fails nobody', async () => {
    const write = vi.spyOn(ports.state, 'write');
    write.mockRejectedValueOnce(new Refusal('state-busy', { what: 'It is busy.', hint: 'Wait.' }));
    write.mockRejectedValueOnce(new Refusal('state-busy', { what: 'It is busy.', hint: 'Wait.' }));
    writer.append(row({ target: 'one' }));
    await writer.flush();
    await writer.flush();
    expect([warnings, await targets()]).toEqual([['The audit cannot be written: It is busy.'], []]);
    writer.append(row({ target: 'two' }));
    await writer.flush();
    expect((await targets()).sort()).toEqual(['one', 'two']);
  });

  it('has a row in the database before it says so, and refuses where it cannot', async () => {
    const id = await writer.record(row({ outcome: 'begun' }));
    expect((await read()).rows).toMatchObject([{ id, outcome: 'begun', at: clock.now() }]);
    vi.spyOn(ports.state, 'write').mockRejectedValueOnce(new Error('full'));
    await expect(writer.record(row())).rejects.toThrow('full');
  });
});

describe('reading', () => {
  beforeEach(async () => {
    for (const [index, target] of ['crm_search', 'crm_add', 'notes_echo', 'crm%'].entries()) {
      writer.append(row({ target, principal: index % 2 === 0 ? 'ada' : 'grace', arguments: { text: 'hello' } }));
      await clock.advance(1000);
    }
    writer.append(row({ project: 'other', target: 'elsewhere' }));
    await writer.flush();
  });

  it('is newest first, in parts that follow each other', async () => {
    const first = await read({ limit: 3 });
    expect(first.rows.map(({ target }) => target)).toEqual(['crm%', 'notes_echo', 'crm_add']);
    expect(await targets({ limit: 3, ...(first.next && { before: first.next }) })).toEqual(['crm_search']);
  });

  it.each<[ReadAuditInput, string[]]>([
    [{ principal: 'grace' }, ['crm%', 'crm_add']],
    [{ target: 'crm_*' }, ['crm_add', 'crm_search']],
    [{ target: 'crm%' }, ['crm%']],
    [{ target: '????_echo?' }, []],
    [{ target: '?otes_echo' }, ['notes_echo']],
    [{ since: Date.UTC(2026, 0, 1) + 2000 }, ['crm%', 'notes_echo']],
    [{ operation: 'person.add' }, []],
  ])('by %j', async (input, expected) => {
    expect(await targets(input)).toEqual(expected);
  });

  it('shows arguments only to whoever may see them', async () => {
    expect((await read()).rows[0]?.arguments).toBeUndefined();
    expect((await read({}, true)).rows[0]?.arguments).toEqual({ text: 'hello' });
  });

  it.each([{ limit: 0 }, { limit: 1001 }, { before: 'a', after: 'b' }])('refuses %j', async (input) => {
    await expect(read(input)).rejects.toMatchObject({ code: 'input-invalid' });
  });
});

describe('an operation', () => {
  const audited = (operation: Parameters<typeof performAudited>[0], input: object, by = caller) => {
    const signal = new AbortController().signal;
    const given = { work: { caller: by, ports, signal }, writer, requestId: 'r1' };
    return performAudited(operation as never, input as never, given);
  };
  const rows = async () => {
    await writer.flush();
    return (await read()).rows;
  };

  it('that changes something is kept with who did it, to what, and how it ended', async () => {
    await audited(personAdd as never, { name: 'grace', role: 'member' });
    await clock.advance(1);
    await audited(personAdd as never, { name: 'grace', role: 'member' }).catch(() => {});
    expect(await rows()).toMatchObject([
      { operation: 'person.add', principal: 'ada', target: 'grace', outcome: 'refused', code: 'name-taken' },
      { operation: 'person.add', principal: 'ada', target: 'grace', outcome: 'done', requestId: 'r1' },
    ]);
  });

  it('that reads, or that waits to be confirmed, is not kept', async () => {
    await audited(personList as never, {});
    await ports.state.write((tables) => tables.people.save({ ...PERSON }));
    await audited(projectDelete as never, { name: 'default' });
    expect(await rows()).toEqual([]);
  });

  it('that lets somebody in names them, and a link that is not good leaves no row of nobody', async () => {
    const made = (await audited(personAdd as never, { name: 'grace', role: 'member' })) as { url: string };
    await clock.advance(1);
    const link = new Secret(made.url.split('#')[1] ?? '');
    await audited(personExchangeLink as never, { link, use: 'browser' }, ANONYMOUS);
    await audited(personExchangeLink as never, { link, use: 'browser' }, ANONYMOUS).catch(() => {});
    expect(await rows()).toMatchObject([
      { operation: 'person.exchange-link', principal: 'grace', outcome: 'done' },
      { operation: 'person.add' },
    ]);
    expect(JSON.stringify(await rows())).not.toContain(link.reveal());
  });
});

const PERSON = { project: 'default', name: 'eve', role: 'member', agents: [], createdAt: 0 } as const;
