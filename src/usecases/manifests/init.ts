/** Writes a starter manifest that passes `validate`. */
import { hint } from '../../next-step.ts';
import type { Ports } from '../../ports/index.ts';
import { Refusal } from '../../refusal.ts';
import { type Starter, type StarterFormat, starterText } from './starter.ts';

export interface InitInput {
  readonly folder: string;
  readonly format: StarterFormat;
  readonly starter: Starter;
}

/**
 * @returns The path of the file.
 * @throws Refusal `file-exists`, `file-unwritable`.
 */
export async function init({ folder, format, starter }: InitInput, { files }: Pick<Ports, 'files'>): Promise<string> {
  const name = `manifest.${format}`;
  const path = folder === '.' ? name : `${folder.replace(/[/\\]+$/, '')}/${name}`;
  if (!(await files.writeNew(path, starterText(starter, format)))) {
    throw new Refusal('file-exists', {
      what: `${path} exists already.`,
      why: 'init writes new manifests only.',
      hint: hint`Check the one that is there: ${{ do: 'validate', file: path }}`,
      details: { file: path },
    });
  }
  return path;
}
