/** `validate`: from what a person names to a report about each manifest. */
import type { Document } from '../manifest/document.ts';
import type { Ports } from '../ports/index.ts';
import { filesToLint, nothingToLint } from './files.ts';
import { type CheckOptions, checkFiles, openFile } from './lint-files.ts';
import type { LintReport } from './report.ts';

export interface ValidateInput extends CheckOptions {
  /** Files, folders, globs, `-`. Without any, the manifest of this folder. */
  readonly operands: readonly string[];
}

/**
 * Checks every document. Faults of documents are in the report.
 *
 * @throws Refusal `file-not-found`, `file-unreadable`
 */
export async function validate(input: ValidateInput, ports: Pick<Ports, 'files'>): Promise<LintReport> {
  const { operands, ...options } = input;
  const list = await filesToLint(operands, ports.files, input.settings.ignoresComments);
  const files = await checkFiles(list, options, ports.files);
  const skipped = list.length - files.length;
  if (files.length === 0) throw nothingToLint(operands, skipped);
  return { files, skipped };
}

/** Reads every document to be checked, in order; `undefined` for each file that is no manifest. */
export async function* readDocuments(
  { operands, inputName, settings }: Pick<ValidateInput, 'operands' | 'inputName'> & Partial<ValidateInput>,
  files: Ports['files'],
): AsyncIterable<Document | undefined> {
  for (const file of await filesToLint(operands, files, settings?.ignoresComments))
    yield openFile(file, { inputName, canBeNamed: settings !== undefined }, files);
}
