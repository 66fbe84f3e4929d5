/** The manifest of this folder, for commands that are given no file. */
import { hint } from '../next-step.ts';
import type { Ports } from '../ports/index.ts';
import { Refusal } from '../refusal.ts';

/** In the order in which they are looked for (docs/cli.md). */
export const MANIFEST_NAMES = ['mcpctl', 'manifest', 'app.manifest'].flatMap((name) =>
  ['json', 'yaml', 'yml'].map((extension) => `${name}.${extension}`),
);

/**
 * The name of the first that exists.
 *
 * @throws Refusal `file-not-found`
 */
export async function findManifest(files: Pick<Ports['files'], 'exists' | 'leaves'>): Promise<string> {
  const links: string[] = [];
  for (const name of MANIFEST_NAMES) {
    if (!(await files.exists(name))) continue;
    if (!(await files.leaves(name))) return name;
    links.push(name);
  }
  throw new Refusal('file-not-found', {
    what: 'There is no manifest in this folder.',
    why:
      links.length === 0
        ? `Looked for ${MANIFEST_NAMES.join(', ')}.`
        : `${links.join(' and ')} leads out of the repository by a link, and is left out.`,
    hint: hint`Name one, or write one with: ${{ do: 'run', words: ['init'] }}`,
  });
}
