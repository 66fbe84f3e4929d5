/** What somebody who may only change the repository can do to a check of it in CI. */
import { mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createProgram, finished } from '../../fakes/mcpctl.ts';
import { needsUnix } from '../../fakes/needs.ts';

const program = createProgram();
afterAll(() => program.remove());

const FAULTY = JSON.stringify({
  name: 'Other_App',
  oauth_providers: { p: { display_name: 'P', default_scopes: ['a', 'a'] } },
  tool_collections: [],
});

let top: string;
let repository: string;
beforeEach(() => {
  top = mkdtempSync(join(program.home, 'case-'));
  repository = join(top, 'repository');
  mkdirSync(join(repository, '.git'), { recursive: true });
  mkdirSync(join(repository, 'apps'));
  mkdirSync(join(top, 'out'));
});

/** The same command by the fast path and by the slow one. */
const PATHS = [{}, { MCPCTL_SLOW: '1' }];
const run = (args: readonly string[], env = {}) => program.run(args, { cwd: repository, env });

describe.each(PATHS)('a link out of the repository, %o', (env) => {
  beforeEach(() => {
    writeFileSync(join(top, 'out/.netrc'), 'machine api.example.com login bob password s3cr3tpw\n');
    writeFileSync(join(top, 'out/o.json'), FAULTY);
  });

  it('is shown by nothing that was not told its name', needsUnix, async () => {
    symlinkSync('../out/.netrc', join(repository, 'manifest.json'));
    symlinkSync('../../out/o.json', join(repository, 'apps/m.json'));
    writeFileSync(join(repository, 'apps/good.json'), '{"name":"good-app","tool_collections":[]}');
    for (const args of [['validate'], ['validate', '.'], ['validate', 'apps'], ['validate', 'apps/*.json'], ['plan']]) {
      const { code, out, err } = await run(args, env);
      expect([0, 2]).toContain(code);
      expect(out + err).not.toMatch(/machine|Other_App/);
    }
  });

  it.each(['validate', 'plan', 'install', 'compile'])(
    'is refused by %s in CI, with its name',
    needsUnix,
    async (command) => {
      symlinkSync('../../out/o.json', join(repository, 'apps/m.json'));
      const { code, out, err } = await run([command, 'apps/m.json'], { ...env, CI: 'true' });
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(err).toContain('apps/m.json leads out of its repository by a link.');
    },
  );

  it('is not changed by --fix', needsUnix, async () => {
    symlinkSync('../../out/o.json', join(repository, 'apps/m.json'));
    expect((await run(['validate', '--fix', 'apps'], env)).code).toBe(2);
    expect((await run(['validate', '--fix', 'apps/m.json'], env)).code).toBe(5);
    expect(readFileSync(join(top, 'out/o.json'), 'utf8')).toBe(FAULTY);
  });
});

it('with --no-config and --no-ignore nothing in the repository silences a finding', async () => {
  writeFileSync(join(repository, '.mcpctlrc.json'), '{"rules":{"listing-incomplete":"off","name-kebab-case":"off"}}');
  writeFileSync(join(repository, '.gitignore'), 'apps\n');
  const text = 'name: Not_Kebab\n# mcpctl-ignore collection-id-snake-case: on purpose\ntool_collections: []\n';
  writeFileSync(join(repository, 'apps/m.yaml'), text);
  expect((await run(['validate', '.'])).code).toBe(2);
  expect((await run(['validate', 'apps/m.yaml'])).code).toBe(0);
  const { code, out } = await run(['validate', '--no-config', '--no-ignore', '--format', 'concise', '.']);
  expect(code).toBe(1);
  expect(out).toContain('apps/m.yaml:1:7: error[name-kebab-case]');
});

it('--watch notices a configuration that appears', async () => {
  writeFileSync(join(repository, 'm.json'), '{"name":"good-app","tool_collections":[]}');
  const child = program.start(['validate', '--watch', '--format', 'concise', 'm.json'], { cwd: repository });
  const ran = finished(child, null);
  let said = '';
  const heard = new Promise<void>((done) => {
    child.stderr?.on('data', (text) => {
      const before = said;
      said += text;
      if (!before.includes('Watching') && said.includes('Watching'))
        writeFileSync(join(repository, '.mcpctlrc.json'), '{"rules":{"listing-incomplete":"off"}}');
      if (said.includes('no problems')) done();
    });
  });
  await heard;
  child.kill('SIGTERM');
  expect((await ran).err).toMatch(/warning[\s\S]*Watching[\s\S]*no problems/);
});

it('one file is reported once, however it is spelled', async () => {
  writeFileSync(join(repository, 'm.json'), '{"name":"good-app","tool_collections":[]}');
  const spellings = ['m.json', './m.json', 'apps/../m.json', join(repository, 'm.json'), '.', './*.json'];
  const { files } = (await run(['validate', '--json', ...spellings])).json();
  expect(files.map(({ file }: { file: string }) => file)).toEqual(['m.json']);
});

it('plan --out writes through no link', needsUnix, async () => {
  writeFileSync(join(repository, 'm.json'), '{"name":"good-app","tool_collections":[]}');
  symlinkSync('../out/plan.json', join(repository, 'plan.json'));
  const { code, err } = await run(['plan', 'm.json', '--out', 'plan.json']);
  expect(code).toBe(5);
  expect(err).toContain('plan.json is not replaced.');
});

describe('an address for a service', () => {
  beforeEach(() => {
    mkdirSync(join(repository, 'other'));
    writeFileSync(join(repository, 'apps/m.json'), '{"name":"good-app","tool_collections":[]}');
  });

  const spellings = (): readonly (readonly [string, string])[] => [
    [repository, 'apps/m.json'],
    [repository, './apps/../apps/m.json'],
    [repository, join(repository, 'apps/m.json')],
    [repository, '.'],
    [join(repository, 'other'), '../apps'],
    [join(repository, 'other'), join(repository, 'apps/m.json')],
  ];

  it('is relative, however the file is named and wherever in the repository the check runs', async () => {
    for (const [cwd, operand] of spellings()) {
      const sarif = (await program.run(['validate', '--format', 'sarif', operand], { cwd })).json();
      const [result] = sarif.runs[0].results;
      expect(sarif.runs[0].artifacts).toMatchObject([{ location: { uri: 'apps/m.json' } }]);
      expect(result.locations[0].physicalLocation.artifactLocation.uri).toBe('apps/m.json');
      const gitlab = (await program.run(['validate', '--format', 'gitlab', operand], { cwd })).json();
      expect(gitlab[0].location.path).toBe('apps/m.json');
      const { out } = await program.run(['validate', '--format', 'github', operand], { cwd });
      expect(out).toContain('file=apps/m.json,');
    }
  });

  it('outside of a repository is relative to the current folder, and else whole', async () => {
    const uri = async (cwd: string, operand: string) =>
      (await program.run(['validate', '--format', 'sarif', operand], { cwd })).json().runs[0].artifacts[0].location.uri;
    expect(await uri(top, join(repository, 'apps/m.json'))).toBe('repository/apps/m.json');
    expect(await uri(join(top, 'out'), '../repository/apps/m.json')).toMatch(
      /^file:\/\/\/.*\/repository\/apps\/m\.json$/,
    );
  });
});

it.each([
  ['validate', '--stdin-filename manifest.yaml'],
  ['validate --format concise --json', '--stdin-filename manifest.yaml'],
  ['plan', 'name a file that ends with .yaml'],
])('%s reads nameless YAML as JSON, and says how to have it read as YAML', async (line, words) => {
  const ran = await program.run([...line.split(' '), '-'], { input: 'name: good-app\ntool_collections: []\n' });
  expect(ran.code).toBe(1);
  expect(ran.out + ran.err).toContain(words);
  const json = await program.run(['validate', '-'], { input: '{"name": "good-app",}' });
  expect(json.out).not.toContain('YAML');
});
