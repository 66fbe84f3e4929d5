import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createProgram, type Program } from '../../fakes/mcpctl.ts';
import { needsTerminal } from '../../fakes/needs.ts';
import { CONTROL_C, CONTROL_D, ENTER, openTerminal } from './terminal.ts';

const MICROSOFT = resolve('fixtures/manifests/microsoft.json');

let program: Program;
beforeEach(() => {
  program = createProgram();
});
afterEach(() => program.remove());

const apps = async () => (await program.run(['list', '--json'])).json().apps;

describe('a person at a terminal', needsTerminal, () => {
  it('types a secret that is never shown, gets a second try, sees the plan and says yes', async () => {
    const terminal = openTerminal(program, ['install', MICROSOFT]);
    await terminal.waitFor('Client secret of microsoft');
    terminal.type(ENTER);
    await terminal.waitFor('It is empty.');
    // Some libraries reveal what was typed with Ctrl+T.
    terminal.type('a-secret-of-mine\u0014');
    terminal.type(ENTER);
    await terminal.waitFor('Plan: 6 to create');
    await terminal.waitFor('Install my-microsoft-app as shown?');
    terminal.type(`y${ENTER}`);
    await terminal.waitFor('Installed my-microsoft-app.');
    expect(await terminal.ended).toBe(0);
    expect(terminal.screen()).not.toContain('a-secret-of-mine');
    expect(await apps()).toHaveLength(1);
  });

  it('fills in the form of a provider', async () => {
    const terminal = openTerminal(program, ['provider', 'create', 'my-crm-oauth']);
    const answers = [
      ['Label', ''],
      ['Client id', 'abc'],
      ['have a secret', ''],
      ['scopes', 'read write'],
      ['PKCE', ''],
      ['Authorization endpoint', ''],
      ['Token endpoint', ''],
      ['Revocation endpoint', ''],
    ] as const;
    for (const [question, answer] of answers) {
      await terminal.waitFor(question);
      terminal.type(answer + ENTER);
    }
    await terminal.waitFor('Created my-crm-oauth');
    expect(await terminal.ended).toBe(0);
    expect((await program.run(['provider', 'show', 'my-crm-oauth', '--json'])).json()).toMatchObject({
      client_id: 'abc',
      scopes: ['read', 'write'],
      use_pkce: true,
    });
  });

  it('means no by pressing enter', async () => {
    const terminal = openTerminal(program, ['install', MICROSOFT, '--set', 'microsoft.client_secret=env:SECRET'], {
      SECRET: 'from-the-environment',
    });
    await terminal.waitFor('as shown?');
    terminal.type(ENTER);
    expect(await terminal.ended).toBe(130);
    expect(terminal.screen()).toContain('error[interrupted]');
    expect(await apps()).toEqual([]);
  });

  it.each([
    ['Ctrl-C', CONTROL_C],
    ['the end of input', CONTROL_D],
  ])('leaves nothing behind with %s at a question', async (_name, keys) => {
    const terminal = openTerminal(program, ['install', MICROSOFT]);
    await terminal.waitFor('Client secret of microsoft');
    terminal.type(keys);
    expect(await terminal.ended).toBe(130);
    expect(terminal.screen()).toContain('error[interrupted]');
    expect(terminal.screen()).not.toContain('at ');
    expect(await apps()).toEqual([]);
  });

  it('reads the instructions above the question for an API key', async () => {
    const manifest = {
      name: 'weather-app',
      tool_collections: [
        {
          type: 'mcp',
          id: 'weather',
          url: 'https://weather.example.com/mcp',
          name: 'Weather',
          description: 'Forecasts',
          namespace: 'weather',
          auth: 'api_key',
          api_key_config: { required_at_install: true, instructions: 'Get a key at https://weather.example.com/keys' },
        },
      ],
    };
    writeFileSync(join(program.home, 'manifest.json'), JSON.stringify(manifest));
    const terminal = openTerminal(program, ['install', '--yes']);
    await terminal.waitFor('Get a key at https://weather.example.com/keys');
    await terminal.waitFor('API key of Weather');
    terminal.type(`my-api-key${ENTER}`);
    expect(await terminal.ended).toBe(0);
    expect(terminal.screen()).not.toContain('my-api-key');
  });

  it('sees a table that fits, with titles', async () => {
    await program.run(['install', MICROSOFT, '--set', 'microsoft.client_secret=env:SECRET'], {
      env: { SECRET: 'secret' },
    });
    const terminal = openTerminal(program, ['status']);
    expect(await terminal.ended).toBe(0);
    const [titles = ''] = terminal.screen().split('\r\n');
    expect(titles.trim().split(/\s{2,}/)).toEqual([
      'TARGET',
      'PROVIDER',
      'STATUS',
      'ACCOUNT',
      'TOKEN',
      'SCOPES',
      'NEXT',
    ]);
  });
});
