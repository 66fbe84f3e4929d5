// `npm run check`: formats, lints (floors and spelling too), checks types, and runs the unit tests. It stops at the first
// step that fails. `npm test` runs everything.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const cwd = fileURLToPath(new URL('..', import.meta.url));
const STEPS = {
  floors: ['scripts/floors.mjs', '--check'],
  'format and lint': ['node_modules/@biomejs/biome/bin/biome', 'check', '--write', '--error-on-warnings'],
  spelling: ['node_modules/cspell/bin.mjs', '--no-progress', '--no-summary'],
  // The validators are sources too, and not in the repository.
  validators: ['scripts/generate.mjs'],
  types: ['node_modules/typescript/bin/tsc', '--noEmit'],
  'unit tests': ['node_modules/vitest/vitest.mjs', 'run', '--project', 'unit'],
};

for (const [name, args] of Object.entries(STEPS)) {
  const start = performance.now();
  const { status } = spawnSync(process.execPath, args, { cwd, stdio: 'inherit' });
  console.log(`${name}: ${status === 0 ? 'passed' : 'FAILED'} in ${((performance.now() - start) / 1000).toFixed(1)} s`);
  if (status !== 0) process.exit(status ?? 1);
}
