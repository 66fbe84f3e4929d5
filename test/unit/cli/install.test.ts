import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFiles } from '../../../src/adapters/files.ts';
import type { Context } from '../../../src/cli/context.ts';
import { runInstall } from '../../../src/cli/install/run.ts';
import { createOutput } from '../../../src/cli/output.ts';
import { createHintText } from '../../../src/cli/render/command-line.ts';
import { runUninstall } from '../../../src/cli/uninstall/run.ts';
import { hint } from '../../../src/next-step.ts';
import { Secret } from '../../../src/secret.ts';
import { OFFICE } from '../plan/manifests.ts';
import { createWork, SCOPE, type Work } from '../usecases/work.ts';

// What the command line does around the use cases: it reads references once, shows the plan, and asks.

let work: Work;
let folder: string;
let events: string[];
beforeEach(async () => {
  work = await createWork();
  folder = mkdtempSync(join(tmpdir(), 'mcpctl-install-'));
  writeFileSync(join(folder, 'office.json'), JSON.stringify(OFFICE));
  events = [];
});
afterEach(async () => {
  rmSync(folder, { recursive: true, force: true });
  await work.close();
});

interface Terminal {
  readonly allowed?: boolean;
  readonly yes?: boolean;
  readonly answer?: boolean;
}

/** A terminal that writes down what it is asked. */
function contextWith({ allowed = false, yes = false, answer = true }: Terminal = {}): Context {
  const stream = { write: (text: string) => void events.push(text.trim()), isTerminal: false, columns: 80 };
  const unexpected = () => Promise.reject(new Error('Nobody asks this.'));
  const ports = {
    ...work.ports,
    files: createFiles(),
    prompts: {
      ...{ allowed, yes, choose: unexpected },
      text: async ({ message }: { message: string }) => {
        events.push(`asked: ${message}`);
        return message.startsWith('Client ID') ? 'typed' : '';
      },
      secret: async ({ message }: { message: string }) => {
        events.push(`asked: ${message}`);
        return new Secret('typed by hand');
      },
      confirm: async ({ message }: { message: string }) => {
        events.push(`asked: ${message}`);
        return answer;
      },
    },
    references: {
      isReference: (text: string) => text.startsWith('env:'),
      resolve: async (reference: string) => {
        events.push(`read: ${reference}`);
        return new Secret(`behind ${reference}`);
      },
      read: unexpected,
    },
  };
  const output = createOutput({ out: stream, error: stream }, { color: false, quiet: false, text: createHintText({}) });
  return { ports, output, globals: { ...SCOPE, json: false } } as unknown as Context;
}

const SET = ['suite.client_secret=env:SUITE', 'side_car.client_id=robot', 'side_car.client_secret=env:ROBOT'];
const ALL = [...SET, 'maps.api_key=env:MAPS'];
const office = () => join(folder, 'office.json');
const install = (terminal: Terminal, set: readonly string[], dryRun = false) =>
  runInstall(contextWith(terminal), { set, dryRun }, office());

/** What was asked and read, and where the plan was shown. */
const story = () =>
  events.flatMap((event) =>
    event.startsWith('Install office') ? ['plan'] : /^(asked|read): /.test(event) ? [event] : [],
  );
const installed = async () => (await work.ports.state.read((tables) => tables.installations.list('default'))).length;

describe('mcpctl install', () => {
  it('reads each reference once, asks what is open, shows the plan once, and asks whether it is right', async () => {
    await install({ allowed: true }, SET);
    expect(story()).toEqual([
      'read: env:SUITE',
      'read: env:ROBOT',
      'asked: Further scopes for suite, separated by blanks',
      'asked: API key of maps',
      'plan',
      'asked: Install office as shown?',
    ]);
    expect(await installed()).toBe(1);
  });

  it('changes nothing when the answer is no', async () => {
    const attempt = install({ allowed: true, answer: false }, ALL);
    await expect(attempt).rejects.toMatchObject({ code: 'interrupted', message: 'office was not installed.' });
    expect(await installed()).toBe(0);
  });

  it('shows a script the plan and asks nothing, since nothing ends by it', async () => {
    await install({}, ALL);
    expect(story()).toEqual(['read: env:SUITE', 'read: env:ROBOT', 'read: env:MAPS', 'plan']);
    expect(await installed()).toBe(1);
  });

  it('tells a script every answer that is missing, with the line to type', async () => {
    const attempt = install({}, SET);
    await expect(attempt).rejects.toMatchObject({
      code: 'answer-missing',
      details: { missing: [{ key: 'maps.api_key' }] },
    });
    expect(await installed()).toBe(0);
  });

  it('reads no reference and asks nothing for a dry run', async () => {
    await install({ allowed: true }, SET, true);
    expect(story()).toEqual(['plan']);
    expect(await installed()).toBe(0);
  });
});

describe('mcpctl uninstall', () => {
  beforeEach(async () => {
    await install({}, ALL);
    events = [];
  });

  it('tells a script to add --yes, after it has shown what goes', async () => {
    await expect(runUninstall(contextWith(), 'office')).rejects.toMatchObject({
      code: 'confirmation-missing',
      message: 'This needs confirmation, but there is no terminal to ask on.',
      hint: hint`Add --yes: ${{ do: 'uninstall', app: 'office', give: ['yes'] }}`,
    });
    expect(events[0]).toContain('- app office');
    expect(await installed()).toBe(1);
  });

  it('goes on with --yes', async () => {
    await runUninstall(contextWith({ yes: true }), 'office');
    expect(await installed()).toBe(0);
  });
});
