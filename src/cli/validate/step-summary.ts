import type { Ports } from '../../ports/index.ts';

/** GitHub takes at most 1 MiB of a step. */
const LIMIT = 1024 * 1024;

/** Adds a summary to what other steps wrote into `$GITHUB_STEP_SUMMARY`. */
export async function appendText(path: string, text: string, files: Pick<Ports['files'], 'exists' | 'read' | 'write'>) {
  const before = (await files.exists(path)) ? await files.read(path, LIMIT) : '';
  await files.write(path, before + text);
}
