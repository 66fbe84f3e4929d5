import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createProgram } from '../../fakes/mcpctl.ts';
import { needsUnix } from '../../fakes/needs.ts';

const program = createProgram();
afterAll(() => program.remove());

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(program.home, 'case-'));
});

function write(files: Readonly<Record<string, unknown>>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content, null, 2));
  }
}

const validate = (args: readonly string[] = [], input = '') =>
  program.run(['validate', ...args], { cwd: folder, input });

/** Without errors and warnings in profile `core`. */
const GOOD = {
  name: 'sales',
  title: 'Sales',
  description: 'Contacts and deals for agents.',
  publisher: 'Example',
  status: 'stable',
  visibility: 'private',
  tool_collections: [
    {
      type: 'mcp',
      id: 'crm',
      url: 'https://mcp.example.com/mcp',
      name: 'CRM',
      description: 'Contacts and deals',
      namespace: 'crm',
    },
  ],
};
const MISSPELT = { ...GOOD, colr: '#336699' };

describe('validate', () => {
  it('finds the manifest of the folder, says nothing about it on standard output, and ends with 0', async () => {
    write({ 'manifest.json': GOOD });
    expect(await validate()).toMatchObject({ code: 0, out: '', err: '1 file checked: no problems.\n' });
  });

  it('prefers mcpctl.json to manifest.json, and manifest.yaml to app.manifest.json', async () => {
    write({ 'mcpctl.json': GOOD, 'manifest.json': MISSPELT });
    expect((await validate()).code).toBe(0);
    rmSync(join(folder, 'mcpctl.json'));
    rmSync(join(folder, 'manifest.json'));
    write({ 'manifest.yaml': JSON.stringify(GOOD), 'app.manifest.json': MISSPELT });
    expect((await validate()).code).toBe(0);
  });

  it('ends with 2 and names the command that helps when the folder has no manifest', async () => {
    const { code, err } = await validate();
    expect(code).toBe(2);
    expect(err).toContain('error[file-not-found]: There is no manifest in this folder.');
    expect(err).toContain('mcpctl init');
  });

  it('shows an error with its line, the caret, and what to do, and ends with 1', async () => {
    write({ 'manifest.json': MISSPELT });
    const { code, out, err } = await validate(['manifest.json']);
    expect(code).toBe(1);
    expect(out).toBe(
      [
        'error[unknown-field]: "colr" is not a field of the document.',
        '  --> manifest.json:18:3',
        '   |',
        '18 |   "colr": "#336699"',
        '   |   ^^^^^^',
        '   |',
        '   = help: Did you mean "color"?',
        '   = fix: Rename it to "color" (--fix --unsafe-fixes)',
        '',
      ].join('\n'),
    );
    expect(err).toBe('1 file checked: 1 error. 1 with --fix --unsafe-fixes: look at them first.\n');
  });

  it('gives one line for each finding in the concise format', async () => {
    write({ 'manifest.json': MISSPELT });
    const { out } = await validate(['--format', 'concise', 'manifest.json']);
    expect(out).toBe('manifest.json:18:3: error[unknown-field] "colr" is not a field of the document.\n');
  });

  it('reads YAML with the same positions', async () => {
    write({ 'manifest.yaml': 'name: sales\npublsher: Example\n' });
    const { out } = await validate(['--format', 'concise', '--rule', 'listing-incomplete=off', 'manifest.yaml']);
    expect(out).toBe('manifest.yaml:2:1: error[unknown-field] "publsher" is not a field of the document.\n');
  });

  it('reports what it cannot read as JSON in its own words', async () => {
    write({ 'manifest.json': '{"name": "sales",}' });
    const { code, out } = await validate();
    expect(code).toBe(1);
    expect(out).toContain('error[syntax]');
    expect(out).not.toMatch(/Unexpected token|SyntaxError/);
  });

  it('ends with 2 for a file that does not exist', async () => {
    const { code, err } = await validate(['nothing.json']);
    expect(code).toBe(2);
    expect(err).toContain('error[file-not-found]: There is no file nothing.json.');
  });

  it('knows the document of an MCP server', async () => {
    write({ 'server.json': { name: 'crm', config: { endpoint: 'https://mcp.example.com/mcp' } } });
    const { code, json } = await validate(['--json', 'server.json']);
    expect(code).toBe(0);
    expect(json().files[0]).toMatchObject({ kind: 'mcp_server', diagnostics: [] });
  });
});

describe('the files of validate', () => {
  it('takes a folder, leaves out what is no manifest and what git ignores, and says how many', async () => {
    write({
      'apps/one/manifest.json': GOOD,
      'apps/two.yaml': 'tool_collections: []\n',
      'apps/package.json': { name: 'unrelated' },
      'apps/node_modules/dependency/manifest.json': MISSPELT,
      'apps/build/manifest.json': MISSPELT,
      'apps/.gitignore': 'build/\n',
    });
    const { code, json } = await validate(['--json', '--rule', 'listing-incomplete=off', 'apps']);
    expect(code).toBe(0);
    const { files, summary } = json();
    expect(files.map((each: { file: string }) => each.file)).toEqual(['apps/one/manifest.json', 'apps/two.yaml']);
    expect(summary).toMatchObject({ files: 2, skipped: 1 });
  });

  it('honours the .gitignore of the folders above, up to the root of the repository', async () => {
    write({ '.gitignore': '*.local.json\n', 'apps/a.json': GOOD, 'apps/b.local.json': MISSPELT });
    execFileSync('git', ['init', '-q'], { cwd: folder });
    const { json } = await program.run(['validate', '--json', '.'], { cwd: join(folder, 'apps') });
    expect(json().files.map((each: { file: string }) => each.file)).toEqual(['a.json']);
  });

  it.each(['**/*.json', './**/*.json', 'apps/{a,b}.json'])('takes the glob %s', async (glob) => {
    write({ 'apps/a.json': GOOD, 'apps/b.json': GOOD });
    const { json } = await validate(['--json', glob]);
    expect(json().summary.files).toBe(2);
  });

  it('takes an absolute glob', async () => {
    write({ 'apps/a.json': GOOD });
    const { json } = await validate(['--json', `${folder}/**/*.json`]);
    expect(json().files[0].file).toBe(join(folder, 'apps/a.json'));
  });

  it('ends with 2 when a glob matches nothing, or nothing that is a manifest', async () => {
    write({ 'package.json': { name: 'unrelated' } });
    const nothing = await validate(['*.yaml']);
    expect(nothing.code).toBe(2);
    expect(nothing.err).toContain('No file matches *.yaml.');
    const unrelated = await validate(['*.json']);
    expect(unrelated.code).toBe(2);
    expect(unrelated.err).toContain('There is no manifest among the one file of *.json.');
  });

  it('checks a file once, however often it is named', async () => {
    write({ 'manifest.json': GOOD });
    const { json } = await validate(['--json', 'manifest.json', '*.json', '.', 'manifest.json']);
    expect(json().summary.files).toBe(1);
  });

  it('reads standard input, in the format that its given name tells', async () => {
    const { code, out } = await validate(
      ['--format', 'concise', '--rule', 'listing-incomplete=off', '--stdin-filename', 'app.yaml', '-'],
      'name: sales\npublsher: x\n',
    );
    expect(code).toBe(1);
    expect(out).toMatch(/^app\.yaml:2:1: error\[unknown-field\]/);
    expect(
      (await validate(['--format', 'concise', '--rule', 'listing-incomplete=off', '-'], '{"name": 1}')).out,
    ).toMatch(/^<stdin>:1:10: error\[wrong-type\]/);
  });

  it('refuses a file that is not UTF-8', async () => {
    writeFileSync(join(folder, 'manifest.json'), Buffer.from('\uFEFF{}', 'utf16le'));
    const { code, err } = await validate();
    expect(code).toBe(2);
    expect(err).toContain('manifest.json is not UTF-8.');
    expect(err).toContain('It begins like UTF-16.');
  });
});

interface Reported {
  readonly file: string;
  readonly diagnostics: readonly { readonly fix: { readonly edits: readonly { readonly text: string }[] } }[];
}

/** So many that a thread reads them ahead, where there are several cores. */
describe('a thousand files of validate', () => {
  const names = Array.from({ length: 1000 }, (_, index) => `${String(index).padStart(4, '0')}.json`);
  const faulty = ['0003.json', '0500.json', '0501.json', '0999.json'];
  beforeEach(() => {
    write({ ...Object.fromEntries(names.map((name) => [name, GOOD])), 'tsconfig.json': {} });
    write(Object.fromEntries(faulty.map((name) => [name, MISSPELT])));
  });

  it('are all checked once, and reported in order', async () => {
    const { code, out, err } = await validate(['.', '--format', 'concise']);
    expect(out.split('\n').map((line) => line.slice(0, 9))).toEqual([...faulty, '']);
    expect(code).toBe(1);
    expect(err).toContain('1000 files checked (1 skipped): 4 errors.');
  });

  it('are read by a thread that is started before them', async () => {
    const preload = join(folder, 'preload.cjs');
    writeFileSync(
      preload,
      `const threads = require('node:worker_threads');
      const fs = require('node:fs');
      const { openSync } = fs;
      let opened = 0;
      fs.openSync = (...args) => {
        if (/^\\d{4}\\.json$/.test(args[0])) opened++;
        return openSync(...args);
      };
      threads.Worker = class extends threads.Worker {
        constructor(...args) {
          super(...args);
          console.log(opened + ' files before a thread');
        }
      };`,
    );
    const { out } = await program.run(['validate', '.'], {
      cwd: folder,
      env: { NODE_OPTIONS: `--require ${preload}` },
    });
    const started = out.match(/^\d+ files before a thread$/gm) ?? [];
    const readsAhead = availableParallelism() > 1 && process.env.MCPCTL_SLOW !== '1';
    expect(started).toHaveLength(readsAhead ? 1 : 0);
    for (const line of started) expect(line).toBe('0 files before a thread');
  });

  it('are reported with the edits of each fix', async () => {
    const { files } = (await validate(['--json', '.'])).json<{ files: readonly Reported[] }>();
    expect(files).toHaveLength(1000);
    const edited = files.filter(({ diagnostics: [first] }) => first?.fix.edits[0]?.text === '"color"');
    expect(edited.map(({ file }) => file)).toEqual(faulty);
  });

  it('are refused for the first that cannot be read', async () => {
    const { code, err } = await validate([...names.slice(0, 700), 'gone.json', ...names.slice(700), 'lost.json']);
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining('There is no file gone.json.') });
  });

  it('may be pipes, which can be read only once', needsUnix, async () => {
    const pipe = join(folder, 'pipe.json');
    execFileSync('mkfifo', [pipe]);
    const written = writeFile(pipe, JSON.stringify(GOOD) + ' '.repeat(100_000));
    const good = names.filter((name) => !faulty.includes(name));
    const { code, err } = await validate([...good.slice(0, 600), 'pipe.json', ...good.slice(600)]);
    await written;
    expect({ code, err }).toEqual({ code: 0, err: '997 files checked: no problems.\n' });
  });
});

describe('the settings of validate', () => {
  it('takes severities from the command line, and offers the code that was meant', async () => {
    write({ 'manifest.json': MISSPELT });
    expect((await validate(['--rule', 'unknown-field=warn', '--rule', 'listing-incomplete=off'])).code).toBe(0);
    const { code, err } = await validate(['--rule', 'unknown-fild=off']);
    expect(code).toBe(2);
    expect(err).toContain('Did you mean unknown-field?');
  });

  it.each([
    ['.mcpctlrc.json', '{"rules": {"unknown-field": "off", "listing-incomplete": "off"}}'],
    ['.mcpctlrc.yaml', 'rules:\n  unknown-field: off\n  listing-incomplete: "off"\n'],
    ['package.json', '{"name": "x", "mcpctl": {"rules": {"unknown-field": "off", "listing-incomplete": "off"}}}'],
  ])('takes severities from %s, also when it is in a folder above', async (name, text) => {
    write({ [name]: text, 'apps/manifest.json': MISSPELT });
    const { code, err } = await program.run(['validate', '--max-warnings', '0'], { cwd: join(folder, 'apps') });
    expect(err).toBe('1 file checked: no problems.\n');
    expect(code).toBe(0);
  });

  it('refuses a configuration that it does not understand', async () => {
    write({ '.mcpctlrc.json': { rule: {} }, 'manifest.json': GOOD });
    const { code, err } = await validate();
    expect(code).toBe(2);
    expect(err).toContain('error[config-invalid]: The configuration in .mcpctlrc.json is not valid.');
    expect(err).toContain('It has no setting "rule".');
  });

  it('fails for more warnings than allowed', async () => {
    write({ 'manifest.json': MISSPELT });
    const warnings = ['--rule', 'unknown-field=warn', '--rule', 'listing-incomplete=off'];
    expect((await validate([...warnings, '--max-warnings', '1'])).code).toBe(0);
    expect((await validate([...warnings, '--max-warnings', '0'])).code).toBe(1);
    expect((await validate(['--max-warnings', 'few'])).code).toBe(2);
  });

  it('shows errors only under --quiet', async () => {
    write({ 'manifest.json': MISSPELT });
    const { code, out, err } = await validate(['--quiet', '--rule', 'unknown-field=warn']);
    expect({ code, out, err }).toEqual({ code: 0, out: '', err: '' });
  });

  it('lets a comment with a reason silence one finding, and reports a stale one', async () => {
    write({
      'manifest.yaml': [
        'name: sales',
        '# mcpctl-ignore unknown-field: the platform adds it next month',
        'shelf: top',
        'drawer: left # mcpctl-ignore unknown-field: so is this',
        '# mcpctl-ignore unknown-field: nothing is unknown here',
        'title: Sales',
        'basket: full # mcpctl-ignore unknown-field',
        '',
      ].join('\n'),
    });
    const { json } = await validate(['--json', '--rule', 'listing-incomplete=off']);
    const { files, summary } = json();
    expect(summary).toMatchObject({ suppressed: 2, errors: 1, warnings: 2 });
    expect(
      files[0].diagnostics.map(({ code, range }: never) => [code, (range as { start: { line: number } }).start.line]),
    ).toEqual([
      ['suppression-unused', 5],
      ['unknown-field', 7],
      ['suppression-unused', 7],
    ]);
  });
});
