/** Journeys spawn the bundle, which is what users run: it is built once before them. */
import { execFileSync } from 'node:child_process';

export default function setup(): void {
  if (process.env.MCPCTL_BUILT === 'yes') return;
  execFileSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit' });
}
