import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { splitWords } from '../../../src/adapters/references.ts';
import { createProgram, type Program } from '../../fakes/mcpctl.ts';

const MANIFEST = {
  name: 'sales-app',
  title: 'Sales',
  description: 'Sells.',
  publisher: 'Example',
  tool_collections: [
    {
      type: 'mcp',
      id: 'crm',
      name: 'CRM',
      description: 'Customers.',
      url: 'https://mcp.example.com/mcp',
      namespace: 'crm',
      auth: 'oauth',
      oauth_app: 'acme',
    },
  ],
};

let program: Program;
let given: readonly string[];
beforeEach(() => {
  program = createProgram();
  mkdirSync(join(program.home, 'a folder'));
  writeFileSync(join(program.home, 'a folder/sales.json'), JSON.stringify(MANIFEST));
  given = ['--project', 'north sea', '--user', 'ada', '--home', join(program.home, 'another state')];
});
afterEach(() => program.remove());

/** The last command in a text, as its words. */
const commandIn = (text: string) => splitWords(/mcpctl (.*)/.exec(text)?.[1] ?? '').filter((word) => word !== '#');

it('what install says is next can be typed as it is, and what that says, until all is done', async () => {
  const { code, out } = await program.run(['install', 'a folder/sales.json', ...given]);
  expect(code).toBe(0);
  expect(commandIn(out).slice(0, 9)).toEqual(['provider', 'create', 'acme', ...given]);

  const { connections } = (await program.run(['status', '--json', ...given])).json();
  expect(connections[0].next_step).toEqual({ do: 'create', what: 'provider', name: 'acme' });
  const create = await program.run(commandIn(connections[0].next));
  expect(create.code).toBe(0);
  expect((await program.run(['provider', 'list', '--json', ...given])).json().providers).toMatchObject([
    { name: 'acme' },
  ]);
});

it('a refusal names the file as it was typed, and its document the same step as data', async () => {
  const { error } = (
    await program.run(['install', 'a folder/sales.json', '--set', 'x.y=1', '--json', ...given])
  ).json();
  expect(error).toMatchObject({ code: 'answer-unknown', next_step: { do: 'plan' } });
  const words = commandIn(error.hint);
  expect(words).toEqual(['plan', 'a folder/sales.json', ...given]);
  expect((await program.run(words)).code).toBe(0);
});

it('what the environment says is not typed', async () => {
  const env = { MCPCTL_PROJECT: 'staging', MCPCTL_USER: 'ada' };
  const { err } = await program.run(['connect', 'crm'], { env });
  expect(err).toMatch(/mcpctl install manifest\.json$/m);
});
