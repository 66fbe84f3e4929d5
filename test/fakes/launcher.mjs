// `mcpctl` as a command for clients, which hand little of their environment on to what they start.
import { chmodSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const EXECUTABLE = resolve(import.meta.dirname, '../../bin/mcpctl.js');

/** Writes the command into the folder, with a state of its own there, and gives its path. */
export function writeLauncher(folder) {
  const launcher = join(folder, 'mcpctl');
  writeFileSync(
    launcher,
    `#!/bin/sh
export MCPCTL_HOME="${folder}/state" MCPCTL_MASTER_KEY=${Buffer.alloc(32, 7).toString('base64')}
exec "${process.execPath}" "${EXECUTABLE}" "$@"
`,
  );
  chmodSync(launcher, 0o755);
  return launcher;
}
