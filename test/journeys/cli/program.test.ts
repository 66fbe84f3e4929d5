import { afterAll, describe, expect, it } from 'vitest';
import { createProgram } from '../../fakes/mcpctl.ts';

const program = createProgram();
afterAll(() => program.remove());

describe('the command line', () => {
  it('prints its version', async () => {
    const { code, out } = await program.run(['--version']);
    expect(code).toBe(0);
    expect(out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it('says what is wrong, and what to do, about an unknown option', async () => {
    const { code, out, err } = await program.run(['--verison']);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toContain("error[usage]: Unknown option '--verison'.");
    expect(err).toContain('Did you mean --version?');
    expect(err).toContain('See mcpctl --help');
  });

  it('puts a usage error into one JSON document under --json', async () => {
    const { code, json, err } = await program.run(['--json', 'frobnicate']);
    expect(code).toBe(2);
    expect(err).toBe('');
    expect(json()).toMatchObject({ format_version: 1, error: { code: 'usage' } });
  });
});
