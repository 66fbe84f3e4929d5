/** The bundle is what users run, so tests that spawn it get a fresh one, built once. */
import { execFileSync } from 'node:child_process';

export default function setup(): void {
  if (process.env.MCPCTL_BUILT === 'yes') return;
  execFileSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit' });
}
