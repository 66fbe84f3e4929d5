import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Attachment } from '../../../src/records.ts';
import { allowsTool } from '../../../src/tools/attachments.ts';
import { AGREEING } from '../../fakes/browser.ts';
import { createProgram, type Program } from '../../fakes/mcpctl.ts';
import { startWorld, type World } from '../../fakes/world.ts';

let world: World;
let program: Program;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());
beforeEach(() => {
  program = createProgram({ BROWSER: AGREEING });
});
afterEach(() => program.remove());

const run = (...args: string[]) => program.run([...args, '--json']);

describe('mcpctl agent', () => {
  it('attaches and detaches as often as it is told', async () => {
    await run('server', 'create', 'notes', world.notes.url);
    expect((await run('agent', 'create', 'scribe')).code).toBe(0);
    const attached = await run('agent', 'attach', 'scribe', 'notes', '--tools', 'echo', 'get_*');
    expect(attached.json()).toMatchObject({
      outcome: 'done',
      attachments: [{ server: 'notes', tools: ['echo', 'get_*'] }],
    });
    const again = await run('agent', 'attach', 'scribe', 'notes');
    expect(again.json()).toMatchObject({ outcome: 'nothing_to_do', attachments: attached.json().attachments });
    expect((await run('agent', 'detach', 'scribe', 'notes')).json()).toMatchObject({
      outcome: 'done',
      attachments: [],
    });
    expect((await run('agent', 'detach', 'scribe', 'notes')).json()).toMatchObject({ outcome: 'nothing_to_do' });
  });

  it('is known by its name, once, in its own project', async () => {
    await run('agent', 'create', 'scribe');
    const taken = await run('agent', 'create', 'scribe');
    expect([taken.code, taken.json().error.code]).toEqual([3, 'agent-name-taken']);
    const elsewhere = await run('agent', 'show', 'scribe', '--project', 'other');
    expect([elsewhere.code, elsewhere.json().error.code]).toEqual([2, 'agent-unknown']);
    expect((await run('agent', 'create', 'no name')).code).toBe(2);
    expect((await run('agent', 'delete', 'scribe')).code).toBe(0);
    expect((await run('agent', 'list')).json().agents).toEqual([]);
  });

  it('loses a server that is deleted, and does not get another one of the same name', async () => {
    await run('server', 'create', 'notes', world.notes.url);
    await run('agent', 'create', 'scribe');
    await run('agent', 'attach', 'scribe', 'notes');
    await run('server', 'delete', 'notes', '--yes');
    await run('server', 'create', 'notes', world.weather.url, '--auth', 'none');
    expect((await run('agent', 'show', 'scribe')).json().attachments).toEqual([]);
  });
});

describe('mcpctl status --agent', () => {
  it('tells ready, connected, not connected, and unreachable apart, for each user', async () => {
    await run('server', 'create', 'notes', world.notes.url);
    await run('server', 'create', 'crm', world.crm.url);
    await run('server', 'create', 'calendar', world.calendar.url);
    const gone = await startWorld();
    await run('server', 'create', 'gone', gone.notes.url);
    await gone.close();
    await run('agent', 'create', 'scribe');
    for (const name of ['notes', 'crm', 'calendar', 'gone']) await run('agent', 'attach', 'scribe', name);
    await run('agent', 'attach', 'scribe', 'crm', '--tools', 'search');
    expect((await run('connect', 'crm', '--user', 'ada')).code).toBe(0);

    const { servers } = (await run('status', '--agent', 'scribe', '--user', 'ada')).json();
    expect(servers).toMatchObject([
      { server: 'notes', status: 'ready', tools: 1, next: null },
      { server: 'crm', status: 'connected', tools: 1, expires_at: expect.stringContaining('T') },
      { server: 'calendar', status: 'not_connected', tools: null, next: 'mcpctl connect calendar --user ada' },
      { server: 'gone', status: 'unreachable', tools: null },
    ]);
    expect(servers[3].why).toBeTruthy();
    const other = (await run('status', '--agent', 'scribe', '--user', 'grace')).json().servers;
    expect(other[1]).toMatchObject({ server: 'crm', status: 'not_connected' });
    const text = await program.run(['status', '--agent', 'scribe', '--user', 'ada']);
    expect(text.out).toContain('not connected');
  });
});

describe('tool patterns', () => {
  const attachment = (...tools: string[]): Attachment => ({ server: 'crm', tools });
  it.each([
    [attachment(), 'anything', true],
    [attachment('search'), 'search', true],
    [attachment('search'), 'search_all', false],
    [attachment('get_*'), 'get_', true],
    [attachment('get_*'), 'forget_it', false],
    [attachment('*_contact'), 'create_contact', true],
    [attachment('?et'), 'get', true],
    [attachment('?et'), 'et', false],
    [attachment('a*b*c'), 'axxbyybzzc', true],
    [attachment('a*b*c'), 'axxbyyb', false],
    [attachment('get_*', 'search'), 'search', true],
    [attachment('a.c'), 'abc', false],
  ])('%j covers %s: %s', (patterns, name, covered) => {
    expect(allowsTool(patterns, name)).toBe(covered);
  });

  it('takes no long time for a pattern that is made to', () => {
    expect(allowsTool(attachment(`${'a*'.repeat(30)}b`), 'a'.repeat(1000))).toBe(false);
  });
});
