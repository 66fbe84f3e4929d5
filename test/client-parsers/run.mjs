// `npm run clients`: what `mcpctl export` writes, read by the clients themselves. Claude Code, Gemini CLI and Codex come
// from npm and list their servers without an account; the first two also start the gateway and say that it answers.
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { writeLauncher } from '../fakes/launcher.mjs';

const run = promisify(execFile);
const require = createRequire(import.meta.url);
const programs = resolve(import.meta.dirname, 'node_modules/.bin');

const folder = mkdtempSync(join(tmpdir(), 'mcpctl-clients-'));
const env = { PATH: `${folder}:${process.env.PATH}`, HOME: folder, GEMINI_CLI_TRUST_WORKSPACE: 'true' };
const mcpctlCommand = writeLauncher(folder);
// Claude Code asks a person before it starts what a folder names.
mkdirSync(join(folder, '.claude'));
writeFileSync(join(folder, '.claude/settings.local.json'), JSON.stringify({ enabledMcpjsonServers: ['mcpctl'] }));

const CLIENTS = [
  ['claude-code', claude(), ['mcp', 'list'], /^mcpctl: mcpctl gateway --stdio .*Connected/m],
  ['gemini', join(programs, 'gemini'), ['mcp', 'list'], /mcpctl: mcpctl gateway --stdio \(stdio\) - Connected/],
  [
    'codex',
    join(programs, 'codex'),
    ['mcp', 'list', '--json'],
    /"command": "mcpctl",\s*"args": \[\s*"gateway",\s*"--stdio"/,
  ],
];

let [passed, failed] = [0, 0];
for (const [name, program, args, expected] of CLIENTS) {
  await run(mcpctlCommand, ['export', name], { cwd: folder, env });
  const { stdout, stderr } = await run(program, args, { cwd: folder, env }).catch((error) => error);
  const isRight = expected.test(`${stdout}\n${stderr}`);
  if (isRight) passed++;
  else failed++;
  process.stdout.write(`${isRight ? 'ok  ' : 'FAIL'} ${name}\n${isRight ? '' : `${stdout}\n${stderr}\n`}`);
}
rmSync(folder, { recursive: true, force: true });
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;

/** Its own executable; the name in `.bin` is a placeholder until an install script has run, and none does here. */
function claude() {
  const own = `@anthropic-ai/claude-code-${process.platform}-${process.arch}/package.json`;
  const program = join(dirname(require.resolve(own)), 'claude');
  return existsSync(program) ? program : join(programs, 'claude');
}
