import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { refusals } from '../../../src/refusal.ts';
import { codeNames } from '../../../src/rules/codes.ts';
import { explain } from '../../../src/usecases/manifests/explain.ts';
import { createProgram } from '../../fakes/mcpctl.ts';

const program = createProgram();
afterAll(() => program.remove());

describe('explain', () => {
  it('lists every code of a diagnostic and of a refusal', async () => {
    const { code, json } = await program.run(['explain', '--json']);
    expect(code).toBe(0);
    const codes = json().codes.map((each: { code: string }) => each.code);
    expect(codes).toEqual([...codeNames(), ...Object.keys(refusals())]);
    const { out } = await program.run(['explain']);
    for (const each of codes) expect(out).toMatch(new RegExp(`^${each} `, 'm'));
  });

  it('shows what a diagnostic demands, a document with the fault, and one without', async () => {
    const { code, out } = await program.run(['explain', 'scope-syntax']);
    expect(code).toBe(0);
    expect(out).toMatch(/^scope-syntax \(error\)\n\n\S/);
    expect(out).toContain('error[scope-syntax]: "crm.read crm.write" is more than one scope.');
    expect(out).toMatch(/Without it:\n\n {2}name: /);
    expect(out).toContain('--rule scope-syntax=off|warn|error');
  });

  it('has both examples for every rule that a fixture can show', async () => {
    const withoutExample = new Set(['too-large', 'more-findings', 'suppression-unused']);
    for (const each of codeNames().filter((code) => !withoutExample.has(code))) {
      const explanation = await explain(each);
      expect(explanation, each).toMatchObject({ kind: 'diagnostic', good: { text: expect.any(String) } });
      expect(explanation.kind === 'diagnostic' && explanation.bad?.diagnostics.length, each).toBeGreaterThan(0);
    }
  });

  it('says with which code a refusal ends', async () => {
    const { out } = await program.run(['explain', 'issuer-mismatch']);
    expect(out).toBe(
      'issuer-mismatch (ends with 3)\n\nThe issuer is not the one that was asked (RFC 8414, RFC 9207).\n',
    );
  });

  it('offers the code that was meant', async () => {
    const { code, err } = await program.run(['explain', 'scope-sintax']);
    expect(code).toBe(2);
    expect(err).toContain('Did you mean: mcpctl explain scope-syntax');
  });
});

describe('schema', () => {
  it.each(['app-manifest', 'mcp-server'])('prints the published schema of %s', async (name) => {
    const { json } = await program.run(['schema', name]);
    const published = resolve(import.meta.dirname, `../../../schemas/${name}.schema.json`);
    expect(json()).toEqual(JSON.parse(readFileSync(published, 'utf8')));
  });

  it('prints that of manifests when none is named, and knows no other', async () => {
    expect((await program.run(['schema'])).json().$id).toMatch(/app-manifest\.schema\.json$/);
    const { code, err } = await program.run(['schema', 'manifest']);
    expect(code).toBe(2);
    expect(err).toContain('app-manifest, mcp-server');
  });
});
