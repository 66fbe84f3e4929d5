/**
 * A step of each kind, typed as it is printed after `--project`, `--user` and `--home` were given: it does what it says, in
 * that project. The table has an entry for each member of the union, so a new kind of step does not compile without one.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { splitWords } from '../../../src/adapters/references.ts';
import { createHintText } from '../../../src/cli/render/command-line.ts';
import { hint, type NextStep } from '../../../src/next-step.ts';
import { type FakeMcpServer, startMcpServer } from '../../fakes/mcp-server.ts';
import { createProgram, type Program, type Run } from '../../fakes/mcpctl.ts';
import { echo } from '../../fakes/tools.ts';

let program: Program;
let server: FakeMcpServer;
let given: readonly string[];
let text: ReturnType<typeof createHintText>;

const app = (description: string) => ({
  name: 'desk-app',
  title: 'Desk',
  description: 'Desk.',
  publisher: 'Example',
  status: 'beta',
  visibility: 'private',
  tool_collections: [{ type: 'mcp', id: 'desk', name: 'Desk', description, url: server.url, namespace: 'desk' }],
});

beforeAll(async () => {
  program = createProgram();
  server = await startMcpServer({ name: 'Desk', tools: [echo] });
  mkdirSync(join(program.home, 'a folder'));
  writeFileSync(join(program.home, 'a folder/app.json'), JSON.stringify(app('Desk')));
  writeFileSync(join(program.home, 'a folder/next.json'), JSON.stringify(app('Another desk')));
  const scope = { project: 'north sea', user: 'ada', home: join(program.home, 'state of ada') };
  given = ['--project', scope.project, '--user', scope.user, '--home', scope.home];
  text = createHintText({ ...scope, file: 'a folder/app.json' });
});
afterAll(async () => {
  await server.close();
  program.remove();
});

/** Types a step as it is printed. */
function type(step: NextStep, { env = {}, after = [] as string[] } = {}): Promise<Run> {
  const line = text(hint`${step}`);
  expect(line).toMatch(/^mcpctl /);
  return program.run([...splitWords(line.slice('mcpctl '.length)), ...after], { env });
}

/** What another command says of the same project. */
const ask = async (...args: string[]) => (await program.run([...args, '--json', ...given])).json();

/** In this order: each may use what those before it made. */
const KINDS: { readonly [Do in NextStep['do']]: (do_: Do) => Promise<void> } = {
  explain: async () => {
    expect((await type({ do: 'explain', code: 'syntax' })).out).toContain('syntax');
    expect((await type({ do: 'explain' })).out).toContain('url-invalid');
  },
  validate: async () => {
    expect((await type({ do: 'validate' })).err).toContain('1 file checked');
    expect((await type({ do: 'validate', file: 'a folder/next.json' })).code).toBe(0);
  },
  plan: async () => {
    expect((await type({ do: 'plan' })).out).toContain('desk');
    expect((await type({ do: 'plan', file: 'a folder/app.json', out: 'a folder/plan.json' })).code).toBe(0);
    expect(existsSync(join(program.home, 'a folder/plan.json'))).toBe(true);
  },
  install: async () => {
    expect((await type({ do: 'install', give: ['yes'], file: 'a folder/plan.json' })).code).toBe(0);
    expect((await ask('list')).apps ?? (await ask('list'))).toBeDefined();
    expect(JSON.stringify(await ask('list'))).toContain('desk-app');
    expect((await program.run(['list'])).out).not.toContain('desk-app');
  },
  list: async () => {
    expect((await type({ do: 'list', what: 'app' })).out).toContain('desk-app');
    expect((await type({ do: 'list', what: 'agent' })).code).toBe(0);
  },
  status: async () => expect((await type({ do: 'status' })).out).toContain('desk'),
  discover: async () => {
    expect((await type({ do: 'discover', url: server.url })).code).toBe(0);
    expect((await type({ do: 'discover', url: server.url, trace: true })).code).toBe(0);
  },
  create: async () => {
    expect((await type({ do: 'create', what: 'server', name: 'spare', url: server.url, auth: 'none' })).code).toBe(0);
    const document = { name: 'filed', config: { endpoint: server.url } };
    writeFileSync(join(program.home, 'a folder/server.json'), JSON.stringify(document));
    expect((await type({ do: 'create', what: 'server', file: 'a folder/server.json' })).code).toBe(0);
    expect((await type({ do: 'create', what: 'agent', name: 'scribe' })).code).toBe(0);
    const provider = await type({ do: 'create', what: 'provider', name: 'acme', give: ['client_id'] });
    expect(provider.code).toBe(0);
    const named = JSON.stringify([
      await ask('server', 'list'),
      await ask('agent', 'list'),
      await ask('provider', 'list'),
    ]);
    for (const name of ['spare', 'filed', 'scribe', 'acme']) expect(named).toContain(name);
  },
  update: async () => {
    expect((await type({ do: 'update', what: 'server', name: 'spare' }, { after: ['--url', server.url] })).code).toBe(
      0,
    );
    expect((await type({ do: 'update', what: 'provider', name: 'acme', give: ['client_id'] })).code).toBe(0);
  },
  show: async () => expect((await type({ do: 'show', what: 'agent', name: 'scribe' })).out).toContain('scribe'),
  attach: async () => {
    expect((await type({ do: 'attach', agent: 'scribe', target: 'spare' })).code).toBe(0);
    expect(JSON.stringify(await ask('agent', 'show', 'scribe'))).toContain('spare');
  },
  detach: async () => {
    expect((await type({ do: 'detach', agent: 'scribe', target: 'spare' })).code).toBe(0);
    expect(JSON.stringify(await ask('agent', 'show', 'scribe'))).not.toContain('spare');
  },
  tools: async () => {
    expect((await type({ do: 'tools' })).out).toContain('echo');
    expect((await type({ do: 'tools', target: 'spare', json: true })).json().tools).toHaveLength(1);
  },
  call: async () => {
    expect((await type({ do: 'call', target: 'spare', tool: 'echo' }, { after: ['text=hello'] })).out).toContain(
      'hello',
    );
  },
  'approve-tools': async () => {
    const { tools } = await ask('tools', 'spare');
    expect((await type({ do: 'approve-tools', tools: [tools[0].name] })).code).toBe(0);
  },
  doctor: async () => {
    expect((await type({ do: 'doctor', network: true, target: 'spare' })).out).toContain('127.0.0.1');
    expect((await type({ do: 'doctor', sweep: true })).out).not.toBe('');
  },
  connect: async () => expect((await type({ do: 'connect', target: 'spare' })).err).toMatch(/spare|nothing/i),
  'connect-all': async () => {
    // The provider has no server yet, and what is next is printed for the same project.
    expect((await type({ do: 'connect-all' })).err).toMatch(
      /mcpctl provider update acme .* --project 'north sea' --user ada/,
    );
  },
  upgrade: async () => {
    expect((await type({ do: 'upgrade', app: 'desk-app', file: 'a folder/next.json', give: ['yes'] })).code).toBe(0);
    expect(JSON.stringify(await ask('show', 'desk-app'))).toContain('Another desk');
  },
  reinstall: async () => expect((await type({ do: 'reinstall', app: 'desk-app' }, { after: ['--yes'] })).code).toBe(0),
  run: async () => {
    expect(
      (await type({ do: 'run', words: ['compile', '--target', 'servers'] }, { after: ['a folder/app.json'] })).code,
    ).toBe(0);
  },
  give: async () => {
    // Words to add to the same command line.
    const line = text(hint`${{ do: 'give', field: 'out', value: 'a dir' }}`);
    expect(line).toBe("--out 'a dir'");
    expect((await program.run(['call', 'spare', 'echo', 'text=x', ...splitWords(line), ...given])).code).toBe(0);
  },
  delete: async () => {
    expect((await type({ do: 'delete', what: 'server', name: 'spare', give: ['yes'] })).code).toBe(0);
    expect((await type({ do: 'delete', what: 'provider', name: 'acme' }, { after: ['--yes'] })).code).toBe(0);
    expect(JSON.stringify(await ask('server', 'list'))).not.toContain('spare');
  },
  uninstall: async () => {
    expect((await type({ do: 'uninstall', app: 'desk-app' }, { after: ['--yes'] })).code).toBe(0);
    expect(JSON.stringify(await ask('list'))).not.toContain('desk-app');
  },
};

describe.sequential('a step that is printed can be typed', () => {
  it.each(Object.entries(KINDS))('%s', async (kind, check) => check(kind as never));
});
