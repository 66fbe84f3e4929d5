// `npm run race`: the races of test/journeys/connect in full, with 50 processes and 20 runs on each database.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const cwd = fileURLToPath(new URL('..', import.meta.url));
const env = { MCPCTL_RACERS: '50', MCPCTL_RACES: '20', ...process.env };
const args = [
  'node_modules/vitest/vitest.mjs',
  'run',
  'test/journeys/connect/single-flight.test.ts',
  'test/journeys/connect/unwell.test.ts',
];
process.exitCode = spawnSync(process.execPath, args, { cwd, env, stdio: 'inherit' }).status ?? 1;
