import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createProgram } from '../fakes/mcpctl.ts';

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
  it('checks again when the file changes, until it is interrupted', async () => {
    const child = program.start(['validate', '--format', 'concise', '--watch'], { cwd: program.home });
    let out = '';
    let err = '';
    child.stdout?.on('data', (text) => {
      out += text;
    });
    child.stderr?.on('data', (text) => {
      err += text;
    });
    await expect.poll(() => err, { timeout: 10_000 }).toContain('Watching.');
    expect(out).toContain('unknown-field');
    writeFileSync(file, TEXT.replace('name: sales', 'name: 12'));
    await expect.poll(() => out, { timeout: 10_000 }).toContain('wrong-type');
    const ended = new Promise((done) => child.on('close', done));
    child.kill('SIGINT');
    expect(await ended).toBe(130);
  });
});
