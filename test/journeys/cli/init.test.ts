import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createProgram } from '../../fakes/mcpctl.ts';

const program = createProgram();
afterAll(() => program.remove());

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(program.home, 'case-'));
});

describe('init', () => {
  it.each([
    ['json', 'none'],
    ['json', 'api_key'],
    ['yaml', 'oauth'],
    ['yaml', 'api_key'],
  ])('writes a %s manifest with auth %s that has no error and no warning', async (format, auth) => {
    const args = [
      '--name',
      'field-service',
      '--url',
      'https://mcp.example.com/mcp',
      '--auth',
      auth,
      '--format',
      format,
    ];
    const { code, out, err } = await program.run(['init', ...args], { cwd });
    expect({ code, out, err }).toEqual({
      code: 0,
      out: '',
      err: `Wrote manifest.${format}. Edit it, then: mcpctl validate manifest.${format}\n`,
    });
    await expect(readFileSync(join(cwd, `manifest.${format}`), 'utf8')).toMatchFileSnapshot(
      `../../golden/init/${auth}.${format}`,
    );
    expect(await program.run(['validate', '--max-warnings', '0'], { cwd })).toMatchObject({ code: 0, out: '' });
  });

  it('asks nothing without a terminal, and names the app after its folder', async () => {
    const { code, json } = await program.run(['init', 'apps/Field Service', '--json'], { cwd });
    expect(code).toBe(0);
    expect(json()).toEqual({ format_version: 1, file: 'apps/Field Service/manifest.json' });
    expect(JSON.parse(readFileSync(join(cwd, 'apps/Field Service/manifest.json'), 'utf8')).name).toBe('field-service');
  });

  it('never overwrites a manifest', async () => {
    writeFileSync(join(cwd, 'manifest.json'), '{}');
    const { code, err } = await program.run(['init'], { cwd });
    expect(code).toBe(2);
    expect(err).toContain('error[file-exists]: manifest.json exists already.');
    expect(readFileSync(join(cwd, 'manifest.json'), 'utf8')).toBe('{}');
  });

  it.each([
    [['--name', 'Field Service'], 'mcpctl init --name field-service'],
    [['--url', 'nowhere'], 'mcpctl init --url https://mcp.example.com/mcp'],
  ])('refuses %j and shows what would do', async (args, hint) => {
    const { code, err } = await program.run(['init', ...args], { cwd });
    expect(code).toBe(2);
    expect(err).toContain(hint);
  });
});
