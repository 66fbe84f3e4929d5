import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
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

describe('the GitHub Action in a pull request that brings its own registry and programs', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'mcpctl-action-'));
    for (const name of ['pack', 'temp', 'action/scripts', 'repository/node_modules/.bin', 'home']) {
      mkdirSync(join(folder, name), { recursive: true });
    }
    cpSync(join(root, 'scripts/action.sh'), join(folder, 'action/scripts/action.sh'));
    writeFileSync(join(folder, 'action/package.json'), '{"version":"7.1.2"}');
    for (const name of ['mcpctl', 'node', 'npm', 'npx']) {
      writeFileSync(
        join(folder, 'repository/node_modules/.bin', name),
        `#!/bin/sh\ntouch ${join(folder, 'planted')}\n`,
        { mode: 0o755 },
      );
    }
    writeFileSync(
      join(folder, 'repository/package.json'),
      '{"scripts":{"preinstall":"touch ../planted"},"workspaces":["."]}',
    );
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** A registry with one program, which says where and as what version it runs. */
  async function startRegistry(version: string) {
    const packed = join(folder, 'pack');
    mkdirSync(join(packed, 'dist'), { recursive: true });
    const scripts = { postinstall: `touch ${join(folder, 'planted')}` };
    writeFileSync(join(packed, 'package.json'), JSON.stringify({ name: 'mcpctl', version, scripts }));
    writeFileSync(join(packed, 'dist/mcpctl.js'), `console.log(${JSON.stringify(version)}, ...process.argv.slice(2))`);
    execFileSync('npm', ['pack', '--silent', '--ignore-scripts'], { cwd: packed });
    const archive = readFileSync(join(packed, `mcpctl-${version}.tgz`));
    const integrity = `sha512-${createHash('sha512').update(archive).digest('base64')}`;
    const asked: string[] = [];
    const server = createServer(({ url = '' }, response) => {
      asked.push(url);
      if (url.endsWith('.tgz')) return response.end(archive);
      if (url !== '/mcpctl') return response.writeHead(404).end('{}');
      const dist = { tarball: `${origin}/mcpctl-${version}.tgz`, integrity };
      response.setHeader('content-type', 'application/json');
      const versions = { [version]: { name: 'mcpctl', version, scripts, hasInstallScript: true, dist } };
      return response.end(JSON.stringify({ name: 'mcpctl', 'dist-tags': { latest: version }, versions }));
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return { origin, asked, close: () => new Promise((done) => server.close(done)) };
  }

  const run = (environment: Record<string, string>) =>
    new Promise<{ code: unknown; out: string }>((done) => {
      const env = {
        PATH: process.env.PATH,
        HOME: join(folder, 'home'),
        RUNNER_TEMP: join(folder, 'temp'),
        GITHUB_ACTION_PATH: join(folder, 'action'),
        ...environment,
      };
      execFile(
        'bash',
        [join(folder, 'action/scripts/action.sh')],
        { cwd: join(folder, 'repository'), env },
        (error, out) => done({ code: error?.code ?? 0, out }),
      );
    });

  it('runs its own version, from the registry of the runner, and no script of a package', {
    timeout: 60_000,
  }, async () => {
    const good = await startRegistry('7.1.2');
    const evil = await startRegistry('7.1.2');
    writeFileSync(join(folder, 'repository/.npmrc'), `registry=${evil.origin}/\nignore-scripts=false\n`);
    writeFileSync(join(folder, 'home/.npmrc'), `registry=${good.origin}/\n`);
    try {
      expect(await run({})).toEqual({ code: 0, out: '7.1.2 validate --format github .\n' });
      expect(good.asked).toContain('/mcpctl-7.1.2.tgz');
      expect(evil.asked).toEqual([]);
      expect(existsSync(join(folder, 'planted'))).toBe(false);
    } finally {
      await Promise.all([good.close(), evil.close()]);
    }
  });

  it.each(['latest', '^7.0.0', '7', 'file:../evil', 'npm:other@1.0.0'])(
    'refuses the version %s, which others can move',
    async (version) => {
      const { code, out } = await run({ MCPCTL_VERSION: version });
      expect(code).toBe(2);
      expect(out).toContain('::error::The input version must be an exact version');
    },
  );
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
  it('installs this version, outside of the checkout, without scripts of packages', () => {
    const { version } = JSON.parse(read('package.json'));
    const blocks = [...read('docs/ci.md').matchAll(/```\w+\n(.*?)```/gs)].map(([, text = '']) => text).join('');
    const installing = blocks.split('\n').filter((line) => /\bnp[mx] /.test(line));
    expect(installing).toHaveLength(3);
    for (const line of installing) {
      expect(line).toMatch(/\(cd "?[/$]\S+ && npm install --prefix "?[/$]\S+ --ignore-scripts mcpctl@[\d.]+\)/);
      expect(line).toContain(`mcpctl@${version})`);
    }
    expect(blocks).toContain(`mcpctl/mcpctl@v${version}`);
    expect(blocks).toContain(`rev: v${version}`);
  });

  it('shows YAML and JSON that can be read', () => {
    for (const [, language, text = ''] of read('docs/ci.md').matchAll(/```(yaml|json)\n(.*?)```/gs)) {
      expect(() => (language === 'json' ? JSON.parse(text) : parse(text))).not.toThrow();
    }
  });
});
