/** Builds the bundle once before the journeys, which start it as users do. MCPCTL_BUILT=yes says that it is built. */
import { execFileSync } from 'node:child_process';

export default function setup(): void {
  if (process.env.MCPCTL_BUILT === 'yes') return;
  execFileSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit' });
}
