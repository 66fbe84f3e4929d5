/** One file after the other: opened, looked at, asked about by every rule. */
import { conforms } from '../manifest/conforms.ts';
import { type Document, formatOf, readDocument, readQuickly } from '../manifest/document.ts';
import { MAXIMUM_BYTES } from '../manifest/fault.ts';
import type { Ports } from '../ports/index.ts';
import { runRules } from '../rules/run-rules.ts';
import type { Settings } from '../rules/settings.ts';
import { type LintFile, STANDARD_INPUT } from './files.ts';
import { isManifest } from './is-manifest.ts';
import type { CheckedFile } from './report.ts';
import { mayBeSilenced } from './suppressions.ts';

/** Fewer are read sooner than a thread is started that reads them ahead. */
const MANY_FILES = 500;

export interface CheckOptions {
  /** What standard input is called in the report, which also tells its format. */
  readonly inputName?: string;
  readonly settings: Settings;
  /** Whether the report carries the edits of each fix; most formats do not. */
  readonly withEdits?: boolean;
}

/** What is found in each file that is a manifest. Refuses `file-not-found` and `file-unreadable`. */
export async function checkEach(
  list: readonly LintFile[],
  options: CheckOptions,
  files: Ports['files'],
): Promise<CheckedFile[]> {
  const checked: CheckedFile[] = [];
  const ahead = list.length < MANY_FILES ? undefined : await readAhead(list, files);
  try {
    for (let index = 0; index < list.length; index++) {
      // Thousands of files are read without a promise for each.
      const opened = openFile(list[index] as LintFile, options.inputName, files, ahead?.textOf(index));
      const document = opened instanceof Promise ? await opened : opened;
      if (!document) continue;
      const result = check(document, options);
      checked.push(result instanceof Promise ? await result : result);
    }
  } finally {
    ahead?.close();
  }
  return checked;
}

function readAhead(list: readonly LintFile[], files: Ports['files']) {
  // A search finds no pipes.
  const mayBePipes = list.some(({ named }) => named);
  return files.readAhead(
    list.map(({ name }) => name),
    { mayBePipes },
  );
}

/** Most documents have nothing wrong with them: what tells about the others is loaded for the first of those. */
function check(document: Document, options: CheckOptions): CheckedFile | Promise<CheckedFile> {
  const { source, kind } = document;
  const found = conforms(document) ? runRules(document, [], options.settings) : undefined;
  if (found?.length === 0 && !mayBeSilenced(document)) {
    return { name: source.name, kind, text: '', diagnostics: [], suppressed: 0 };
  }
  return checkClosely(document, options, found ? () => found : runRules);
}

async function checkClosely(
  document: Document,
  { settings, withEdits }: CheckOptions,
  ask: typeof runRules,
): Promise<CheckedFile> {
  const { checkedFile, findingsOf } = await import('./report-findings.ts');
  const findings = findingsOf(document, settings, ask);
  if (!withEdits || findings.diagnostics.length === 0) return checkedFile(document, findings);
  const { describeFixes } = await import('./fixes.ts');
  return checkedFile(document, findings, await describeFixes(document, findings.diagnostics));
}

/**
 * At once where nothing has to be loaded for it, and nobody be waited for; `undefined` when it is no manifest. `text` is
 * what is in the file, where that has been read.
 */
export function openFile(
  file: LintFile,
  inputName: string | undefined,
  files: Ports['files'],
  text?: string,
): Document | undefined | Promise<Document | undefined> {
  const ours = (document: Document) => (file.named || isManifest(document) ? document : undefined);
  if (file.name === STANDARD_INPUT) return openInput(inputName ?? '<stdin>', files);
  const source = { name: file.name, text: text ?? files.readSync(file.name, MAXIMUM_BYTES) };
  const format = formatOf(file.name);
  const document = readQuickly(source, format);
  return document ? ours(document) : readDocument(source, format).then(ours);
}

async function openInput(name: string, files: Ports['files']): Promise<Document> {
  return readDocument({ name, text: await files.readInput(MAXIMUM_BYTES) });
}
