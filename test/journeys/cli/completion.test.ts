/** Completion in real shells: what a person gets by pressing the tab key. */
import { spawn } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createProgram, EXECUTABLE, finished, MASTER_KEY, type Program } from '../../fakes/mcpctl.ts';
import { needsPrograms } from '../../fakes/needs.ts';

let program: Program;
beforeAll(async () => {
  program = createProgram();
  const install = [
    'install',
    resolve('fixtures/manifests/microsoft.json'),
    '--set',
    'microsoft.client_secret=env:SECRET',
  ];
  expect((await program.run(install, { env: { SECRET: 'a-client-secret' } })).code).toBe(0);
  expect((await program.run(['provider', 'create', 'by-hand', '--project', 'sales'])).code).toBe(0);
  mkdirSync(join(program.home, 'bin'));
  symlinkSync(EXECUTABLE, join(program.home, 'bin/mcpctl'));
});
afterAll(() => program.remove());

const complete = async (...words: string[]) => {
  const { out, err, code } = await program.run(['__complete', '--', ...words]);
  expect([code, err]).toEqual([0, '']);
  return out
    .split('\n')
    .filter(Boolean)
    .map((line) => line.split('\t')[0]);
};

const TARGETS = [
  'ms_graph',
  'my-microsoft-app/ms_graph',
  'ms_teams',
  'my-microsoft-app/ms_teams',
  'my-microsoft-app-microsoft',
];

describe('completion', () => {
  it('knows commands, and the commands below them', async () => {
    expect(await complete('up')).toEqual(['upgrade']);
    expect(await complete('')).toContain('validate');
    expect(await complete('')).not.toContain('__complete');
    expect(await complete('keys', '')).toEqual(['show', 'move', 'rotate', 'help']);
  });

  it('knows options, and the values that they take', async () => {
    expect(await complete('connect', '--cl')).toEqual(['--client-metadata-url', '--client-id', '--client-secret']);
    expect(await complete('token', '--pro')).toEqual(['--project']);
    expect(await complete('validate', '--format', 'gi')).toEqual(['github', 'gitlab']);
    expect(await complete('token', '--project', '')).toEqual(['default', 'sales']);
  });

  it('knows the names of what is installed', async () => {
    expect(await complete('token', '')).toEqual(TARGETS);
    expect(await complete('connect', 'ms_graph', 'ms_t')).toEqual(['ms_teams']);
    expect(await complete('token', 'ms_graph', '')).toEqual([]);
    expect(await complete('uninstall', '')).toEqual(['my-microsoft-app']);
    expect(await complete('provider', 'show', '--project', 'sales', '')).toEqual(['by-hand']);
    expect(await complete('keys', 'move', 'f')).toEqual(['file']);
  });

  it('leaves files to the shell', async () => {
    expect(await complete('install', '')).toEqual([]);
    expect(await complete('plan', '--out', '')).toEqual([]);
  });

  it('says nothing where the state cannot be read', async () => {
    const { out, code } = await program.run(['__complete', '--', 'token', ''], { env: { MCPCTL_HOME: EXECUTABLE } });
    expect([out, code]).toEqual(['', 5]);
  });
});

/** Runs a script in a shell that finds the program, and gives what it prints, line by line. */
async function inShell(shell: string, args: readonly string[], script: string): Promise<string[]> {
  const file = join(program.home, `script.${shell}`);
  writeFileSync(file, script);
  const child = spawn(shell, [...args, file], {
    cwd: program.home,
    env: {
      PATH: [join(program.home, 'bin'), process.env.PATH].join(delimiter),
      HOME: program.home,
      MCPCTL_HOME: join(program.home, 'state'),
      MCPCTL_MASTER_KEY: MASTER_KEY,
    },
  });
  const { out, err } = await finished(child);
  expect(err).toBe('');
  return out.split('\n').filter(Boolean);
}

const inBash = (...words: string[]) =>
  inShell(
    'bash',
    ['--norc'],
    `
source <(mcpctl completion bash)
complete -p mcpctl | grep -q -- '-o default -F _mcpctl' || echo 'not registered'
COMP_WORDS=(mcpctl ${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length}
_mcpctl; printf '%s\\n' "\${COMPREPLY[@]}"`,
  );

const inFish = (line: string) =>
  inShell('fish', ['--no-config'], `mcpctl completion fish | source\ncomplete -C '${line}'`);

/** The completion system itself draws on a terminal, so that its last step prints instead. */
const inZsh = (...words: string[]) =>
  inShell(
    'zsh',
    ['-f'],
    `
compdef() { }
_describe() { print -l -- "\${(@P)2}" }
_files() { print files }
source <(mcpctl completion zsh)
words=(mcpctl ${words.map((word) => `'${word}'`).join(' ')}); CURRENT=${words.length + 1}
_mcpctl`,
  );

describe('in bash', needsPrograms({ bash: 'bash' }), () => {
  it('completes commands and names', async () => {
    expect(await inBash('upg')).toEqual(['upgrade']);
    expect(await inBash('token', '')).toEqual(TARGETS);
  });
});

describe('in fish', needsPrograms({ fish: 'fish' }), () => {
  it('completes commands with what they are, names, and files', async () => {
    const [upgrade = ''] = await inFish('mcpctl upg');
    expect(upgrade).toMatch(/^upgrade\tbring an installed app/);
    expect(new Set(await inFish('mcpctl token '))).toEqual(new Set(TARGETS));
    expect((await inFish('mcpctl install sta')).join()).toContain('state/');
  });
});

describe('in zsh', needsPrograms({ zsh: 'zsh' }), () => {
  it('completes commands with what they are, names, and files', async () => {
    const [upgrade = ''] = await inZsh('upg');
    expect(upgrade).toMatch(/^upgrade:bring an installed app/);
    expect((await inZsh('token', '')).map((line) => line.replace(/:.*$/, ''))).toEqual(TARGETS);
    expect(await inZsh('install', '')).toEqual(['files']);
  });
});
