import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const ROOT = resolve(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const yaml = (path: string) => parse(read(path));

interface Step {
  readonly run?: string;
}
interface Job {
  readonly uses?: string;
  readonly steps?: readonly Step[];
  readonly 'timeout-minutes'?: number;
}

const WORKFLOWS = readdirSync(join(ROOT, '.github/workflows')).map((name) => `.github/workflows/${name}`);
const jobsOf = (path: string): Job[] => Object.values(yaml(path).jobs);

describe.each(WORKFLOWS)('%s', (path) => {
  it('ends each job after a number of minutes', () => {
    for (const job of jobsOf(path)) expect(job.uses ?? job['timeout-minutes']).toBeDefined();
  });

  it('may only read, unless a job says otherwise', () => {
    expect(yaml(path).permissions).toEqual({ contents: 'read' });
  });

  it('puts no expression into a script, where it could be a command', () => {
    for (const { run } of jobsOf(path).flatMap(({ steps = [] }) => steps)) expect(run ?? '').not.toContain('${{');
  });
});

describe('actions of others', () => {
  it.each([...WORKFLOWS, 'docs/ci.md'])('are named by the SHA of a commit in %s, since a tag can be moved', (path) => {
    const used = [...read(path).matchAll(/uses: (\S+)(.*)/g)].filter(
      ([, name = '']) => !/^(?:\.\/|mcpctl\/)/.test(name),
    );
    for (const [, name = '', comment = ''] of used) {
      expect(name).toMatch(/@[0-9a-f]{40}$/);
      expect(comment).toMatch(/^ # v\d+\.\d+\.\d+$/);
    }
  });
});

describe('the workflows', () => {
  it('run the same CI as a developer, and publish only what has passed it', () => {
    expect(read('.github/workflows/ci.yml')).toContain('run: bash .ci/run');
    const { on, jobs } = yaml('.github/workflows/release.yml');
    expect(Object.keys(on)).toEqual(['push']);
    expect(jobs.check.uses).toBe('./.github/workflows/ci.yml');
    expect(jobs.publish.needs).toBe('check');
    expect(JSON.stringify(jobs.publish.steps)).toContain('npm publish --provenance');
    expect(jobs.publish.permissions['id-token']).toBe('write');
    expect(JSON.stringify(jobs.publish.steps)).toContain('dist/sbom.cdx.json');
  });
});

describe('.github', () => {
  it('has issue forms and dependency updates that can be read', () => {
    for (const name of readdirSync(join(ROOT, '.github/ISSUE_TEMPLATE'))) {
      const form = yaml(`.github/ISSUE_TEMPLATE/${name}`);
      expect(form.body ?? form.contact_links, name).not.toEqual([]);
    }
    expect(yaml('.github/dependabot.yml').updates.length).toBeGreaterThan(0);
  });
});

describe('a release', () => {
  const { version } = JSON.parse(read('package.json'));
  const notes = (tag: string) =>
    spawnSync(process.execPath, ['scripts/release-notes.mjs', tag], { cwd: ROOT, encoding: 'utf8' });

  it('has a section in CHANGELOG.md for the version in package.json, before all others', () => {
    const [newest] = read('CHANGELOG.md').match(/^## .*$/m) ?? [];
    expect(newest).toMatch(/^## \[\d+\.\d+\.\d+\] - (Unreleased|\d{4}-\d{2}-\d{2})$/);
    expect(newest).toContain(`[${version}]`);
  });

  it('is refused when its tag is another version', () => {
    const { status, stderr } = notes('v99.0.0');
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: `The tag is v99.0.0, but package.json has the version ${version}.\n`,
    });
  });
});
