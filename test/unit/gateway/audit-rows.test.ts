/** Calls as rows of the audit in the database. */
import { beforeEach, describe, expect, it } from 'vitest';
import { auditRowObserver } from '../../../src/gateway/audit-rows.ts';
import type { EndedCall, StartedCall } from '../../../src/gateway/call-observer.ts';
import type { NewAuditRow } from '../../../src/usecases/access/audit-writer.ts';

const OWNER = { project: 'default', name: 'ada' };
const CALL: StartedCall = {
  ...{ method: 'tools/call', at: 0, agent: 'scribe', name: 'crm_search', meta: {} },
  ...{ client: { name: 'Claude', version: '1.0' }, arguments: { text: 'hello' } },
};
const END: EndedCall = { milliseconds: 12.3456, server: 'desk/crm', tool: 'search', outcome: 'ok' };

let rows: NewAuditRow[];
beforeEach(() => {
  rows = [];
});
const observer = (options: { withArguments?: boolean; isDurable?: boolean } = {}) =>
  auditRowObserver(
    OWNER,
    {
      append: (row) => rows.push(row),
      record: async (row) => `id-${rows.push(row)}`,
    },
    { withArguments: false, isDurable: false, ...options },
  );

describe('a row of a call', () => {
  it('says who called what with which client, how it ended and how long it took', () => {
    observer().begin(CALL).end(END);
    expect(rows).toEqual([
      {
        ...{ project: 'default', principal: 'ada', agent: 'scribe', client: 'Claude 1.0' },
        ...{ operation: 'tools/call', target: 'crm_search', outcome: 'done', milliseconds: 12.346 },
      },
    ]);
  });

  it('names the caller of the request, where there is one', () => {
    const caller = { project: 'shop', name: 'alice (shop)' };
    observer()
      .begin({ ...CALL, caller, requestId: 'r1' })
      .end({ ...END, outcome: 'refused', code: 'not-connected' });
    expect(rows).toMatchObject([
      { project: 'shop', principal: 'alice (shop)', requestId: 'r1', outcome: 'refused', code: 'not-connected' },
    ]);
  });

  it('has arguments only when they are wanted', () => {
    observer({ withArguments: true }).begin(CALL).end(END);
    expect(rows[0]?.arguments).toEqual({ text: 'hello' });
  });

  it('comes after one from before the call, where that is wanted, and names it', async () => {
    const observation = observer({ isDurable: true }).begin(CALL);
    await observation.send?.(END);
    observation.end({ ...END, outcome: 'cancelled' });
    expect(rows).toMatchObject([{ outcome: 'begun' }, { outcome: 'failed', code: 'cancelled', begunBy: 'id-1' }]);
  });

  it('has no query of a URI, which may hold a token', () => {
    const read = { ...CALL, method: 'resources/read', name: 'notes://one?token=abc' } as const;
    observer().begin(read).end({ milliseconds: 1, outcome: 'refused' });
    expect(rows[0]?.target).toBe('notes://one');
  });
});
