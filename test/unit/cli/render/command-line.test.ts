import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { commands } from '../../../../src/cli/commands.ts';
import { createProgram } from '../../../../src/cli/program.ts';
import { createHintText } from '../../../../src/cli/render/command-line.ts';
import type { Given } from '../../../../src/cli/render/step-words.ts';
import { Hint, hint, joinHints, type NextStep, nextMembers, nextStepOf, stepsOf } from '../../../../src/next-step.ts';

const URL = 'https://mcp.example.com/mcp';

/** At least one step of each kind, with each of its members. */
const STEPS: { readonly [Do in NextStep['do']]: readonly (readonly [NextStep & { do: Do }, string])[] } = {
  connect: [
    [{ do: 'connect', target: 'crm/contacts' }, 'mcpctl connect crm/contacts'],
    [{ do: 'connect' }, 'mcpctl connect NAME'],
    [{ do: 'connect', target: 'crm', paste: true }, 'mcpctl connect crm --paste'],
    [{ do: 'connect', target: 'crm', timeout: 600 }, 'mcpctl connect crm --timeout 600'],
    [
      { do: 'connect', target: 'crm', give: ['client_id', 'client_secret'] },
      'mcpctl connect crm --client-id ID --client-secret env:CLIENT_SECRET',
    ],
    [{ do: 'connect', target: 'crm', give: ['port'] }, 'mcpctl connect crm --port N'],
    [{ do: 'connect', target: 'crm', give: ['scope'] }, 'mcpctl connect crm --scope SCOPE'],
    [{ do: 'connect', target: URL, give: ['name'] }, `mcpctl connect ${URL} --name NAME`],
  ],
  'connect-all': [[{ do: 'connect-all' }, 'mcpctl connect --all']],
  discover: [
    [{ do: 'discover' }, 'mcpctl discover URL'],
    [{ do: 'discover', url: URL, trace: true }, `mcpctl discover ${URL} --trace`],
  ],
  doctor: [
    [{ do: 'doctor' }, 'mcpctl doctor'],
    [{ do: 'doctor', sweep: true }, 'mcpctl doctor --sweep'],
    [{ do: 'doctor', network: true }, 'mcpctl doctor --net'],
    [{ do: 'doctor', network: true, target: 'crm' }, 'mcpctl doctor --net crm'],
  ],
  status: [[{ do: 'status' }, 'mcpctl status']],
  list: [
    [{ do: 'list', what: 'app' }, 'mcpctl list'],
    [{ do: 'list', what: 'agent' }, 'mcpctl agent list'],
  ],
  show: [[{ do: 'show', what: 'agent', name: 'scribe' }, 'mcpctl agent show scribe']],
  create: [
    [{ do: 'create', what: 'agent' }, 'mcpctl agent create NAME'],
    [
      { do: 'create', what: 'provider', name: 'acme', give: ['client_id'] },
      'mcpctl provider create acme --client-id ID',
    ],
    [{ do: 'create', what: 'server' }, 'mcpctl server create NAME URL'],
    [{ do: 'create', what: 'server', file: 'server.json' }, 'mcpctl server create -f server.json'],
    [
      { do: 'create', what: 'server', name: 'crm', url: URL, auth: 'token', give: ['token'] },
      `mcpctl server create crm ${URL} --auth token --token env:TOKEN`,
    ],
    [
      { do: 'create', what: 'server', name: 'crm', url: URL, give: ['auth'] },
      `mcpctl server create crm ${URL} --auth TYPE`,
    ],
  ],
  update: [
    [
      { do: 'update', what: 'provider', give: ['private_key'] },
      'mcpctl provider update NAME --client-secret file:key.pem',
    ],
    [
      { do: 'update', what: 'provider', name: 'acme', give: ['authorization_endpoint', 'token_endpoint'] },
      'mcpctl provider update acme --authorization-endpoint URL --token-endpoint URL',
    ],
    [{ do: 'update', what: 'server', name: 'crm', give: ['url'] }, 'mcpctl server update crm --url URL'],
    [{ do: 'update', what: 'server', name: 'crm', give: ['resource'] }, 'mcpctl server update crm --resource URI'],
  ],
  delete: [
    [{ do: 'delete', what: 'provider', name: 'acme' }, 'mcpctl provider delete acme'],
    [{ do: 'delete', what: 'provider', name: 'acme', force: true }, 'mcpctl provider delete acme --force'],
    [{ do: 'delete', what: 'server', name: 'crm', give: ['yes'] }, 'mcpctl server delete crm --yes'],
  ],
  attach: [[{ do: 'attach', agent: 'scribe' }, 'mcpctl agent attach scribe TARGET']],
  detach: [[{ do: 'detach', agent: 'scribe', target: 'crm' }, 'mcpctl agent detach scribe crm']],
  install: [
    [{ do: 'install', give: ['file'] }, 'mcpctl install manifest.json'],
    [{ do: 'install', file: 'sales.json' }, 'mcpctl install sales.json'],
  ],
  validate: [[{ do: 'validate', file: 'sales.json' }, 'mcpctl validate sales.json']],
  plan: [
    [{ do: 'plan', file: 'sales.json' }, 'mcpctl plan sales.json'],
    [{ do: 'plan', out: 'sales.plan.json' }, 'mcpctl plan --out sales.plan.json'],
    [{ do: 'plan', give: ['out'] }, 'mcpctl plan --out FILE'],
  ],
  upgrade: [
    [{ do: 'upgrade', app: 'sales', file: 'sales.json' }, 'mcpctl upgrade sales sales.json'],
    [{ do: 'upgrade', app: 'sales', give: ['file'] }, 'mcpctl upgrade sales FILE'],
    [
      { do: 'upgrade', app: 'sales', file: 'sales.json', answer: 'maps.api_key=env:KEY' },
      'mcpctl upgrade sales sales.json --set maps.api_key=env:KEY',
    ],
  ],
  reinstall: [[{ do: 'reinstall', app: 'sales', ask: true }, 'mcpctl reinstall sales --ask']],
  uninstall: [[{ do: 'uninstall', app: 'sales' }, 'mcpctl uninstall sales']],
  tools: [
    [{ do: 'tools' }, 'mcpctl tools'],
    [{ do: 'tools', target: 'crm', json: true }, 'mcpctl tools crm --json'],
  ],
  'approve-tools': [[{ do: 'approve-tools', tools: ['crm_search'] }, 'mcpctl tools approve crm_search']],
  call: [
    [{ do: 'call', target: 'crm', tool: 'search' }, 'mcpctl call crm search'],
    [{ do: 'call', target: 'crm', tool: 'search; rm -r .' }, 'mcpctl call crm TOOL'],
  ],
  explain: [
    [{ do: 'explain' }, 'mcpctl explain'],
    [{ do: 'explain', code: 'not-connected' }, 'mcpctl explain not-connected'],
    [{ do: 'explain', give: ['code'] }, 'mcpctl explain CODE'],
  ],
  give: [
    [{ do: 'give', field: 'yes' }, '--yes'],
    [{ do: 'give', field: 'answer' }, '--set KEY=VALUE'],
    [{ do: 'give', field: 'answer', value: 'crm.client_id=VALUE' }, '--set crm.client_id=VALUE'],
  ],
  run: [[{ do: 'run', words: ['keys', 'move', 'keychain'] }, 'mcpctl keys move keychain']],
};
const ALL = Object.values(STEPS).flat() as readonly (readonly [NextStep, string])[];
const COMMANDS = ALL.filter(([step]) => step.do !== 'give');

const GIVEN: Given = { project: 'north sea', user: '-ada', home: "/tmp/ada's home", allowPrivate: true };

const NAMES = ['-x', "it's; $(rm -r .) `ls` *?", '', 'a b', '~', '=x', '-'];
const isName = (member: string) => ['target', 'name', 'app', 'agent', 'url'].includes(member);

const worded = (step: NextStep, given: Given = {}) => createHintText(given)(new Hint([step]));

/** The words of each line as a shell hands them over. */
function typed(lines: readonly string[]): string[][] {
  const script = [String.raw`mcpctl() { printf '%s\0' "$@"; printf '\1'; }`, ...lines].join('\n');
  const { stdout } = spawnSync('sh', ['-c', script], { encoding: 'utf8' });
  const commands = stdout.split('\u0001').slice(0, -1);
  expect(commands).toHaveLength(lines.length);
  return commands.map((words) => words.split('\0').slice(0, -1));
}

/** What the real command line understands of a line that was typed into a shell. */
async function parsed(line: string) {
  const [words = []] = typed([line]);
  return { words, ...(await understood(words)) };
}

async function understood(words: readonly string[]) {
  let found: { options: Record<string, unknown>; file?: string } | undefined;
  const { run } = createProgram({
    version: '0.0.0',
    commands,
    write: () => {},
    columns: 100,
    color: false,
    context: async (options, file) => {
      found = { options, file };
      throw new Error('understood');
    },
  });
  await expect(run(words), words.join(' ')).rejects.toThrow('understood');
  return found;
}

/** What a person who types the line puts there. */
const filledIn = (line: string) =>
  line.replace('--port N', '--port 8080').replace('--auth TYPE', '--auth none').replace('TOOL', 'search');

describe('a next step', () => {
  it.each(ALL)('%j is the command %s', (step, line) => {
    expect(worded(step)).toBe(line);
  });

  it.each(COMMANDS)('%j can be typed as it is', async (step) => {
    await parsed(filledIn(worded(step)));
  });

  it.each(COMMANDS)('%j can be typed with what was given', async (step) => {
    const { options } = await parsed(filledIn(worded(step, GIVEN)));
    if (/^(?:explain|validate)$/.test(step.do)) expect(options).not.toHaveProperty('project');
    else expect(options).toMatchObject(GIVEN);
  });

  it.each(COMMANDS)(
    '%j can be typed where a name looks like an option, or like something for the shell',
    async (step) => {
      const lines = NAMES.map((name) => {
        const renamed: NextStep = JSON.parse(JSON.stringify(step), (member, value) => (isName(member) ? name : value));
        return filledIn(worded(renamed, GIVEN));
      });
      for (const [index, words] of typed(lines).entries()) {
        await understood(words);
        if (Object.keys(step).some(isName)) expect(words).toContain(NAMES[index]);
      }
    },
  );

  it('has the file that was given, unless a person has to name another', () => {
    const given = { file: './sales.json' };
    expect(worded({ do: 'plan' }, given)).toBe('mcpctl plan ./sales.json');
    expect(worded({ do: 'install' }, given)).toBe('mcpctl install ./sales.json');
    expect(worded({ do: 'upgrade', app: 'sales' }, given)).toBe('mcpctl upgrade sales ./sales.json');
    expect(worded({ do: 'upgrade', app: 'sales', give: ['file'] }, given)).toBe('mcpctl upgrade sales FILE');
    expect(worded({ do: 'plan', out: './sales.json' }, given)).toBe('mcpctl plan --out ./sales.json');
    expect(worded({ do: 'upgrade', app: 'sales' })).toBe('mcpctl upgrade sales');
  });

  it('is told which file was given by the command line', async () => {
    expect(await parsed('mcpctl plan ./sales.json')).toMatchObject({ file: './sales.json' });
    expect(await parsed('mcpctl upgrade sales ./sales.json')).toMatchObject({ file: './sales.json' });
    expect((await parsed('mcpctl upgrade sales')).file).toBeUndefined();
    expect((await parsed('mcpctl validate one.json two.json')).file).toBeUndefined();
  });
});

describe('a hint', () => {
  const agent: NextStep = { do: 'create', what: 'agent', name: 'scribe' };
  const status: NextStep = { do: 'status' };
  const advice = hint`Create ${2}: ${agent}, or see ${hint`all: ${status}`}.`;

  it('keeps prose and steps apart', () => {
    expect(advice.parts).toEqual(['Create ', '2', ': ', agent, ', or see ', 'all: ', status, '.']);
    expect(stepsOf(advice)).toEqual([agent, status]);
    expect(stepsOf('mcpctl status')).toEqual([]);
  });

  it('is worded with whole commands', () => {
    expect(createHintText({ project: 'staging' })(advice)).toBe(
      'Create 2: mcpctl agent create scribe --project staging, or see all: mcpctl status --project staging.',
    );
    expect(createHintText({})('As it is.')).toBe('As it is.');
  });

  it('can be made of several', () => {
    expect(createHintText({})(joinHints(['One.', hint`Two: ${status}`], '\nor: '))).toBe(
      'One.\nor: Two: mcpctl status',
    );
  });

  it('is one step in a document, or several', () => {
    expect(nextStepOf(hint`See ${status}`)).toEqual(status);
    expect(nextStepOf(advice)).toEqual({ do: 'several', steps: [agent, status] });
    expect(nextStepOf('Try again.')).toBeUndefined();
    expect(nextMembers(status)).toEqual({ next: new Hint([status]), next_step: status });
    expect(nextMembers('Try again.')).toEqual({ next: 'Try again.', next_step: null });
    expect(nextMembers(undefined)).toEqual({ next: null, next_step: null });
  });
});
