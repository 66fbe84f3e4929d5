import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { putApp } from '../../fakes/installed.ts';
import { type FakeMcpServer, type FakeTool, startMcpServer } from '../../fakes/mcp-server.ts';
import { createProgram, type Program } from '../../fakes/mcpctl.ts';
import { needsTerminal } from '../../fakes/needs.ts';
import { CONTROL_C, ENTER, openTerminal } from '../install/terminal.ts';

// A server that asks a person in the middle of a call.

type Properties = Extract<NonNullable<FakeTool['asks']>, { requestedSchema: unknown }>['requestedSchema']['properties'];

const form = (properties: Properties, required: string[] = []) =>
  ({ mode: 'form', message: 'How many seats?', requestedSchema: { type: 'object', properties, required } }) as const;

const seats = { type: 'integer', title: 'Seats', default: 2 } as const;
const plan = { type: 'string', enum: ['basic', 'pro'], default: 'pro' } as const;
const sure = { type: 'boolean', title: 'Sure?', default: true } as const;

const asking = (name: string, asks: FakeTool['asks'], annotations?: FakeTool['annotations']): FakeTool => ({
  name,
  annotations,
  asks,
  inputSchema: { type: 'object' },
  run: ({ answer }) => ({ content: [{ type: 'text', text: JSON.stringify(answer) }] }),
});

/** Sets the title of the terminal, clears it, and turns its writing direction. */
const EVIL = '\u001b]0;x\u0007\u001b[2J\u202e';

let server: FakeMcpServer;
let program: Program;
beforeAll(async () => {
  program = createProgram();
  server = await startMcpServer({
    name: 'Shop',
    era: 'modern',
    tools: [
      asking('settings', form({ seats, plan, sure })),
      asking('settings_that_destroy', form({ seats, plan }), { destructiveHint: true }),
      asking('confirm', form({ sure })),
      asking('nothing', form({})),
      asking(
        'hostile_choice',
        form({
          pick: { type: 'string', title: EVIL, oneOf: [{ const: 'a', title: `one ${EVIL}` }] },
          note: { type: 'string', title: 'Note', default: `as proposed ${EVIL}` },
        }),
      ),
      asking('needs', form({ seats, name: { type: 'string' } }, ['name'])),
      asking('visit', { mode: 'url', message: 'Pay first.', url: 'https://pay.example/1', elicitationId: '1' }),
      asking('hostile_visit', { mode: 'url', message: 'Pay.', url: 'javascript:alert(1)', elicitationId: '2' }),
    ],
  });
  await putApp(program.home, 'office', [{ id: 'shop', url: server.url }]);
});
afterAll(async () => {
  await server.close();
  program.remove();
});

const DECLINED = { action: 'decline' };
const DEFAULTS = { action: 'accept', content: { seats: 2, plan: 'pro', sure: true } };

describe('a server that asks, without a terminal', () => {
  it.each([
    ['settings', [], DEFAULTS],
    ['settings', ['--elicit', 'decline'], DECLINED],
    ['settings_that_destroy', [], DECLINED],
    ['settings_that_destroy', ['--elicit', 'defaults'], { action: 'accept', content: { seats: 2, plan: 'pro' } }],
    ['confirm', [], DECLINED],
    ['confirm', ['--elicit', 'defaults'], { action: 'accept', content: { sure: true } }],
    ['nothing', [], DECLINED],
    ['needs', [], DECLINED],
    ['needs', ['--elicit', 'defaults'], DECLINED],
    ['visit', [], DECLINED],
    ['visit', ['--elicit', 'defaults'], DECLINED],
  ])('%s %j', async (tool, options, answer) => {
    const { code, out, err } = await program.run(['call', `shop_${tool}`, ...options, '--yes']);
    expect({ code, answer: JSON.parse(out) }, err).toEqual({ code: 0, answer });
    expect(err).toContain(
      answer === DECLINED ? 'Declined: there is no terminal to ask on' : 'Accepted with its defaults: {',
    );
  });
});

describe('a server that asks, at a terminal', needsTerminal, () => {
  it('is answered by the person, field by field', async () => {
    const terminal = openTerminal(program, ['call', 'shop_settings']);
    await terminal.waitFor('asks: How many seats?');
    terminal.type(ENTER);
    await terminal.waitFor('Seats (optional)');
    terminal.type(`x${ENTER}`);
    await terminal.waitFor('"x" is no integer.');
    await terminal.waitFor('Seats (optional)');
    terminal.type(`20${ENTER}`);
    await terminal.waitFor('plan (optional)');
    terminal.type(ENTER);
    await terminal.waitFor('Sure? (optional)');
    terminal.type(ENTER);
    expect(await terminal.ended, terminal.screen()).toBe(0);
    expect(terminal.screen()).toContain('{"action":"accept","content":{"seats":20,"plan":"pro","sure":true}}');
  });

  it('shows where it is sent whole, and says no unless the person says otherwise', async () => {
    const terminal = openTerminal(program, ['call', 'shop_visit', '--yes']);
    await terminal.waitFor('It wants you to visit pay.example:');
    await terminal.waitFor('https://pay.example/1');
    await terminal.waitFor('Will you open this address?');
    terminal.type(ENTER);
    expect(await terminal.ended).toBe(0);
    expect(terminal.screen()).toContain('{"action":"decline"}');
  });

  it('cannot write to the terminal by what it offers', async () => {
    const terminal = openTerminal(program, ['call', 'shop_hostile_choice']);
    await terminal.waitFor('asks: How many seats?');
    terminal.type(ENTER);
    await terminal.waitFor('one \\u{1b}]0;x\\u{7}\\u{1b}[2J\\u{202e}');
    terminal.type(ENTER);
    await terminal.waitFor('Note (optional)');
    terminal.type(ENTER);
    expect(await terminal.ended, terminal.screen()).toBe(0);
    expect(terminal.screen()).not.toContain('as proposed');
    expect(terminal.screen()).toContain('{"action":"accept","content":{"pick":"a"}}');
  });

  it('is never sent to an address that is no web page', async () => {
    const terminal = openTerminal(program, ['call', 'shop_hostile_visit']);
    expect(await terminal.ended).toBe(0);
    expect(terminal.screen()).toContain('no web page: javascript:alert(1)');
    expect(terminal.screen()).toContain('{"action":"decline"}');
  });

  it('ends when the person stops', async () => {
    const terminal = openTerminal(program, ['call', 'shop_settings']);
    await terminal.waitFor('asks: How many seats?');
    terminal.type(CONTROL_C);
    expect(await terminal.ended).toBe(130);
  });
});
