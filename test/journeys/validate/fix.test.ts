import { chmodSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createProgram } from '../../fakes/mcpctl.ts';

const program = createProgram();
afterAll(() => program.remove());

const file = join(program.home, 'manifest.yaml');
const TEXT = [
  'name: sales # short',
  'colr: "#336699"',
  'tool_collections:',
  '  - type: mcp',
  '    id: my-crm',
  '    url: https://mcp.example.com/mcp',
  '    name: CRM',
  '    description: Contacts',
  '    namespace: crm',
  '    oauth_app: crm-by-hand',
  '',
].join('\n');
beforeEach(() => writeFileSync(file, TEXT));

const validate = (...args: string[]) =>
  program.run(['validate', '--rule', 'listing-incomplete=off', ...args], { cwd: program.home });

describe('validate --fix', () => {
  it('applies safe fixes only, and reports what is left', async () => {
    const { code, out, err } = await validate('--format', 'concise', '--fix');
    expect(code).toBe(1);
    expect(readFileSync(file, 'utf8')).toBe(TEXT.replace(/$/, '    auth: oauth\n'));
    expect(out).toContain('error[unknown-field]');
    expect(err).toContain('Fixed 1 problem in manifest.yaml.');
  });

  it('applies the others too with --unsafe-fixes, and changes nothing the second time', async () => {
    expect((await validate('--fix', '--unsafe-fixes')).code).toBe(0);
    const fixed = readFileSync(file, 'utf8');
    expect(fixed).toBe(TEXT.replace('colr', 'color').replace('my-crm', 'my_crm').replace(/$/, '    auth: oauth\n'));
    expect((await validate('--fix', '--unsafe-fixes')).err).toBe('1 file checked: no problems.\n');
    expect(readFileSync(file, 'utf8')).toBe(fixed);
  });

  it('keeps the mode of the file', async () => {
    chmodSync(file, 0o640);
    await validate('--fix');
    expect(statSync(file).mode & 0o777).toBe(0o640);
  });

  it.each([
    [['--fix', '-'], 'Standard input cannot be fixed.'],
    [['--unsafe-fixes'], '--unsafe-fixes does nothing by itself.'],
    [['--watch', '--fix'], '--watch only checks, and only files.'],
  ])('refuses %j, which makes no sense', async (args, message) => {
    const { code, err } = await validate(...args);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });
});

describe('validate --watch', () => {
  /** What a watching process has said so far, and its end by Ctrl-C. */
  async function watching(...operands: string[]) {
    const child = program.start(['validate', '--format', 'concise', '--watch', ...operands], { cwd: program.home });
    const said = { out: '', err: '' };
    child.stdout?.on('data', (text) => {
      said.out += text;
    });
    child.stderr?.on('data', (text) => {
      said.err += text;
    });
    await expect.poll(() => said.err, POLL).toContain('Watching.');
    const interrupt = () => {
      const ended = new Promise((done) => child.on('close', done));
      child.kill('SIGINT');
      return ended;
    };
    return { said, interrupt };
  }

  it('checks again when the file changes, until it is interrupted', async () => {
    const { said, interrupt } = await watching();
    expect(said.out).toContain('unknown-field');
    writeFileSync(file, TEXT.replace('name: sales', 'name: 12'));
    await expect.poll(() => said.out, POLL).toContain('wrong-type');
    expect(await interrupt()).toBe(130);
  });

  it.each([
    ['a folder', 'apps'],
    ['a glob', 'apps/**/*.yaml'],
  ])('sees files and folders that appear below %s', async (_, operand) => {
    const apps = join(program.home, 'apps');
    mkdirSync(apps);
    try {
      writeFileSync(join(apps, 'first.yaml'), TEXT);
      const { said, interrupt } = await watching(operand);
      writeFileSync(join(apps, 'second.yaml'), TEXT);
      await expect.poll(() => said.out, POLL).toContain(join('apps', 'second.yaml'));
      mkdirSync(join(apps, 'deep/er'), { recursive: true });
      writeFileSync(join(apps, 'deep/er/third.yaml'), TEXT);
      await expect.poll(() => said.out, POLL).toContain(join('apps', 'deep/er/third.yaml'));
      await expect.poll(() => said.err, POLL).toContain('3 files checked');
      rmSync(join(apps, 'deep'), { recursive: true });
      writeFileSync(join(apps, 'fourth.yaml'), TEXT);
      await expect.poll(() => said.out, POLL).toContain(join('apps', 'fourth.yaml'));
      expect(await interrupt()).toBe(130);
    } finally {
      rmSync(apps, { recursive: true });
    }
  });
});

const POLL = { timeout: 10_000 };
