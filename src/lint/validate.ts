/** `validate`: read, parse, check the shape, ask every rule. */
import type { Document } from '../manifest/document.ts';
import type { Ports } from '../ports/index.ts';
import { filesToLint, nothingToLint } from './files.ts';
import { type CheckOptions, checkEach, openFile } from './lint-files.ts';
import type { LintReport } from './report.ts';

export interface ValidateInput extends CheckOptions {
  /** Files, folders, globs, `-`; none is the manifest of this folder. */
  readonly operands: readonly string[];
}

/** Checks every document. Refuses `file-not-found` and `file-unreadable`; faults of documents are in the report. */
export async function validate(input: ValidateInput, ports: Pick<Ports, 'files'>): Promise<LintReport> {
  const { operands, ...options } = input;
  const list = await filesToLint(operands, ports.files);
  const files = await checkEach(list, options, ports.files);
  const skipped = list.length - files.length;
  if (files.length === 0) throw nothingToLint(operands, skipped);
  return { files, skipped };
}

/** Every document to be checked, in order; `undefined` for each file that is none. */
export async function* documents(
  { operands, inputName }: ValidateInput,
  files: Ports['files'],
): AsyncIterable<Document | undefined> {
  for (const file of await filesToLint(operands, files)) yield openFile(file, inputName, files);
}
