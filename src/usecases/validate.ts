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
  for (const file of await filesToLint(input.operands, files)) {
    // Thousands of files are read without a promise for each.
    const opened = open(file, input.inputName, files);
    const document = opened instanceof Promise ? await opened : opened;
    if (!isOurs(file, document)) {
      skipped++;
      continue;
    }
    const findings = findingsIn(document, input.settings);
    const edits =
      findings.diagnostics.length > 0 ? await input.describeFixes?.(document, findings.diagnostics) : undefined;
    checked.push(checkedFile(document, findings, edits));
  }
  if (checked.length === 0) throw nothingToLint(input.operands, skipped);
  return { files: checked, skipped };
}

/** Every document to be checked, in order; `undefined` for each file that is none. */
export async function* documents(
  { operands, inputName }: ValidateInput,
  files: Ports['files'],
): AsyncIterable<Document | undefined> {
  for (const file of await filesToLint(operands, files)) {
    const document = await open(file, inputName, files);
    yield isOurs(file, document) ? document : undefined;
  }
}

/** At once where nothing has to be loaded for it, and nobody be waited for. */
function open({ name }: LintFile, inputName: string | undefined, files: Ports['files']): Document | Promise<Document> {
  if (name === STANDARD_INPUT) return openInput(inputName ?? '<stdin>', files);
  const source = { name, text: files.readSync(name, MAXIMUM_BYTES) };
  const format = formatOf(name);
  return format === 'yaml' ? readDocument(source, format) : readDocumentSync(source, format);
}

async function openInput(name: string, files: Ports['files']): Promise<Document> {
  return readDocument({ name, text: await files.readInput(MAXIMUM_BYTES) });
}

function isOurs({ named }: LintFile, document: Document): boolean {
  return named || looksLikeManifest(document);
}
