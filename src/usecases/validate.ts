/** `validate`: read, parse, check the shape, ask every rule. */
import { type Document, formatOf, readDocument, readDocumentSync } from '../manifest/document.ts';
import { MAXIMUM_BYTES } from '../manifest/fault.ts';
import type { Ports } from '../ports.ts';
import type { Settings } from '../rules/index.ts';
import { checkedFile, findingsIn } from './lint/document.ts';
import { filesToLint, type LintFile, nothingToLint, STANDARD_INPUT } from './lint/files.ts';
import { looksLikeManifest } from './lint/manifest-look.ts';
import type { CheckedFile, LintReport } from './lint/report.ts';

type DescribeFixes = typeof import('./lint/fixes.ts').describeFixes;

export interface ValidateInput {
  /** Files, folders, globs, `-`; none is the manifest of this folder. */
  readonly operands: readonly string[];
  /** What standard input is called in the report, which also tells its format. */
  readonly inputName?: string;
  readonly settings: Settings;
  /** What puts the edits of each fix into the report; most formats do not carry them. */
  readonly describeFixes?: DescribeFixes;
}

/** Checks every document. Refuses `file-not-found` and `file-unreadable`; faults of documents are in the report. */
export async function validate(input: ValidateInput, { files }: Pick<Ports, 'files'>): Promise<LintReport> {
  const checked: CheckedFile[] = [];
  let skipped = 0;
  for await (const document of documents(input, files)) {
    if (document) checked.push(await check(document, input));
    else skipped++;
  }
  if (checked.length === 0) throw nothingToLint(input.operands, skipped);
  return { files: checked, skipped };
}

async function check(document: Document, { settings, describeFixes }: ValidateInput): Promise<CheckedFile> {
  const findings = findingsIn(document, settings);
  if (!describeFixes || findings.diagnostics.length === 0) return checkedFile(document, findings);
  return checkedFile(document, findings, await describeFixes(document, findings.diagnostics));
}

/** Every document to be checked, in order; `undefined` for each file that is none. */
export async function* documents(
  { operands, inputName }: ValidateInput,
  files: Ports['files'],
): AsyncIterable<Document | undefined> {
  for (const file of await filesToLint(operands, files)) {
    const document = await open(file, inputName, files);
    yield file.named || looksLikeManifest(document) ? document : undefined;
  }
}

async function open({ name: operand }: LintFile, inputName: string | undefined, files: Ports['files']) {
  const isInput = operand === STANDARD_INPUT;
  const name = isInput ? (inputName ?? '<stdin>') : operand;
  const text = await (isInput ? files.readInput(MAXIMUM_BYTES) : files.read(operand, MAXIMUM_BYTES));
  const format = formatOf(name);
  if (format !== 'yaml') return readDocumentSync({ name, text }, format);
  return readDocument({ name, text }, format);
}
