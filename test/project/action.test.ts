import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const root = resolve(import.meta.dirname, '../..');
const read = (name: string) => readFileSync(join(root, name), 'utf8');
let cwd: string;
beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), 'mcpctl-action-'));
});
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

describe('the GitHub Action', () => {
  const action = parse(read('action.yml'));
  const [step] = action.runs.steps;

  /** The composite step as a runner executes it: its script in bash, inputs in the environment. */
  const run = (inputs: Record<string, string>) => {
    const environment = Object.entries(step.env as Record<string, string>).map(([name, expression]) => {
      const input = /inputs\.(\w+)/.exec(expression)?.[1] ?? '';
      return [name, inputs[input] ?? action.inputs[input].default];
    });
    return spawnSync('bash', ['-c', step.run], {
      cwd,
      encoding: 'utf8',
      env: {
        PATH: process.env.PATH,
        ...Object.fromEntries(environment),
        GITHUB_ACTION_PATH: root,
        GITHUB_STEP_SUMMARY: join(cwd, 'summary.md'),
        GITHUB_OUTPUT: join(cwd, 'output.txt'),
      },
    });
  };

  it('annotates, writes the summary and SARIF, and fails for an error', () => {
    writeFileSync(join(cwd, 'app one.json'), '{"name": "x", "tool_collections": "none"}');
    const { status, stdout } = run({ sarif: 'mcpctl.sarif', args: '--rule listing-incomplete=off' });
    expect(status).toBe(1);
    expect(stdout).toContain('::error file=app one.json,line=1,endLine=1,col=35,endColumn=41,title=wrong-type::');
    expect(readFileSync(join(cwd, 'summary.md'), 'utf8')).toContain('| app one.json:1:35 | error | `wrong-type` |');
    expect(readFileSync(join(cwd, 'output.txt'), 'utf8')).toBe('sarif=mcpctl.sarif\n');
    expect(JSON.parse(readFileSync(join(cwd, 'mcpctl.sarif'), 'utf8')).runs[0].results).toHaveLength(1);
  });

  it('succeeds when nothing is wrong, and fails when there is nothing to check', () => {
    writeFileSync(join(cwd, 'good.yaml'), 'name: x\ntool_collections: []\n');
    expect(run({ files: 'good.yaml' }).status).toBe(0);
    expect(run({ files: '*.toml' }).status).toBe(2);
  });

  it('never runs what an input says', () => {
    expect(run({ files: 'good.yaml; touch planted', args: '$(touch planted)' }).status).not.toBe(0);
    expect(execFileSync('ls', { cwd, encoding: 'utf8' })).not.toContain('planted');
    expect(step.run).not.toContain('${{');
  });
});

describe('the pre-commit hooks', () => {
  it('take the names that validate looks for, in every folder, and no others', () => {
    for (const { files } of parse(read('.pre-commit-hooks.yaml'))) {
      for (const name of ['mcpctl.json', 'apps/manifest.yaml', 'a/b/app.manifest.yml'])
        expect(name).toMatch(new RegExp(files));
      for (const name of ['package.json', 'my-manifest.json', 'manifest.json.bak'])
        expect(name).not.toMatch(new RegExp(files));
    }
  });
});

describe('docs/ci.md', () => {
  it('shows YAML and JSON that can be read', () => {
    for (const [, language, text = ''] of read('docs/ci.md').matchAll(/```(yaml|json)\n(.*?)```/gs)) {
      expect(() => (language === 'json' ? JSON.parse(text) : parse(text))).not.toThrow();
    }
  });
});
