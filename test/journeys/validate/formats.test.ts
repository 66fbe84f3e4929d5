import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createProgram } from '../../fakes/mcpctl.ts';

const program = createProgram();
afterAll(() => program.remove());

const golden = resolve(import.meta.dirname, '../../golden/validate');
const cwd = join(golden, 'input');
const INPUT = ['broken.json', 'clean.json', 'mail.yaml', 'sales.json', 'server.json'];
const { version } = JSON.parse(readFileSync(resolve('package.json'), 'utf8'));
const CANARY = /canary-s3cr3t/;

const FORMATS = {
  pretty: 'txt',
  concise: 'txt',
  json: 'json',
  sarif: 'sarif',
  github: 'txt',
  gitlab: 'json',
  junit: 'xml',
};

describe('every format of validate', () => {
  it.each(Object.entries(FORMATS))('%s: says the same as before, and shows no secret', async (format, extension) => {
    const { code, out, err } = await program.run(['validate', '--format', format, ...INPUT], { cwd });
    expect(code).toBe(1);
    expect(out).not.toMatch(CANARY);
    expect(err).not.toMatch(CANARY);
    await expect(out.replaceAll(`ersion": "${version}"`, 'ersion": "…"')).toMatchFileSnapshot(
      join(golden, `${format}.${extension}`),
    );
  });

  it('colours what a person reads, and only when asked to', async () => {
    const plain = await program.run(['validate', ...INPUT], { cwd });
    expect(plain.out).not.toContain('\u001b');
    const coloured = await program.run(['--color', 'always', 'validate', ...INPUT], { cwd });
    expect(coloured.out.replace(/\u001b\[\d+m/g, '')).toBe(plain.out);
    expect(coloured.out).not.toBe(plain.out);
  });

  it('fix-dry-run: prints a unified diff that git applies, and changes no file', async () => {
    const before = readFileSync(join(cwd, 'mail.yaml'), 'utf8');
    const { out } = await program.run(['validate', '--fix-dry-run', '--unsafe-fixes', ...INPUT], { cwd });
    expect(out).not.toMatch(CANARY);
    await expect(out).toMatchFileSnapshot(join(golden, 'fix.diff'));
    expect(readFileSync(join(cwd, 'mail.yaml'), 'utf8')).toBe(before);
  });

  it('github: adds a table to the step summary and keeps what is there', async () => {
    const summary = join(program.home, 'summary.md');
    writeFileSync(summary, 'Before.\n');
    await program.run(['validate', '--format', 'github', ...INPUT], { cwd, env: { GITHUB_STEP_SUMMARY: summary } });
    const text = readFileSync(summary, 'utf8');
    expect(text).toMatch(/^Before\.\n/);
    expect(text).not.toMatch(CANARY);
    await expect(text).toMatchFileSnapshot(join(golden, 'summary.md'));
  });

  it.each(['pretty', 'concise', 'github'])(
    '%s: leaves a runner of GitHub Actions only its own commands',
    async (format) => {
      const input = '{"name": "##[stop-commands]x", "tool_collections": "none"}';
      const env = { GITHUB_ACTIONS: 'true' };
      const { out, err } = await program.run(['validate', '--format', format, '-'], { input, env });
      expect(out).toContain('wrong-type');
      const commands = `${out}${err}`.split('\n').filter((line) => /^\s*::|##\[/.test(line));
      expect(commands.every((line) => format === 'github' && /^::(error|warning) file=/.test(line))).toBe(true);
      expect(commands.length > 0).toBe(format === 'github');
    },
  );

  it('gitlab: fingerprints differ from each other and survive edits above', async () => {
    const fingerprints = async (text: string) => {
      const { json } = await program.run(['validate', '--format', 'gitlab', '-'], { input: text });
      return json<{ fingerprint: string }[]>().map(({ fingerprint }) => fingerprint);
    };
    const text = readFileSync(join(cwd, 'sales.json'), 'utf8');
    const before = await fingerprints(text);
    expect(new Set(before).size).toBe(before.length);
    const collection = {
      type: 'mcp',
      id: 'new',
      url: 'https://new.example/',
      name: 'N',
      description: 'N',
      namespace: 'n',
    };
    const edited = text.replace('"tool_collections": [', `"tool_collections": [\n${JSON.stringify(collection)},\n\n`);
    expect(await fingerprints(edited)).toEqual(before);
  });

  it('gitlab, junit and sarif: have a whole document to show when nothing is wrong', async () => {
    const run = (format: string) => program.run(['validate', '--format', format, 'clean.json'], { cwd });
    expect((await run('gitlab')).json()).toEqual([]);
    expect((await run('sarif')).json().runs[0].results).toEqual([]);
    expect((await run('junit')).out).toContain('<testcase name="valid" classname="clean.json"/>');
    expect((await run('github')).out).toBe('');
  });
});
