/** Checks many files, one after the other, at the least cost for files without findings: most have none. */
import { type Document, formatOf, readDocument, readWithoutParser, type Source } from '../manifest/document.ts';
import { MAXIMUM_BYTES } from '../manifest/fault.ts';
import { appManifest, mcpServer } from '../manifest/generated/conforming.js';
import type { Ports, ReadAhead } from '../ports/index.ts';
import { type ReportedFinding, runRules } from '../rules/run-rules.ts';
import type { Settings } from '../rules/settings.ts';
import { isManifest, type LintFile, STANDARD_INPUT } from './files.ts';
import type { CheckedFile } from './report.ts';
import { mayHaveSuppressions } from './suppressions.ts';

/** Below this many files, starting a thread that reads ahead costs more than it saves. */
const MANY_FILES = 500;

export interface CheckOptions {
  /** The name of standard input in the report. Its ending says which format the text has. */
  readonly inputName?: string;
  readonly settings: Settings;
  /** Whether the report carries the edits of each fix; most formats do not. */
  readonly withEdits?: boolean;
}

/**
 * Checks each file that is a manifest. A file without findings costs no promise and loads nothing.
 *
 * @throws Refusal `file-not-found`, `file-unreadable`
 */
export async function checkFiles(
  list: readonly LintFile[],
  options: CheckOptions,
  files: Pick<Ports['files'], 'read' | 'readSync' | 'readAhead' | 'readInput'>,
): Promise<CheckedFile[]> {
  const checked: CheckedFile[] = [];
  const ahead = list.length < MANY_FILES ? undefined : await startReadAhead(list, files);
  try {
    for (let index = 0; index < list.length; index++) {
      const file = list[index] as LintFile;
      // A person may name a pipe. A search finds plain files only, and so many that a promise for each would count.
      const source =
        file.name === STANDARD_INPUT
          ? await readStandardInput(options.inputName, files)
          : {
              name: file.name,
              text:
                ahead?.textOf(index) ??
                (file.named ? await files.read(file.name, MAXIMUM_BYTES) : files.readSync(file.name, MAXIMUM_BYTES)),
            };
      const format = formatOf(source.name);
      const document = readWithoutParser(source, format) ?? withFormatHint(await readDocument(source, format), true);
      if (!file.named && !isManifest(document)) continue;
      const ruled = conforms(document) ? runRules(document, [], options.settings) : undefined;
      const isClean = ruled?.length === 0 && !mayHaveSuppressions(document);
      checked.push(isClean ? cleanFile(document) : await checkAndReport(document, ruled, options));
    }
  } finally {
    ahead?.close();
  }
  return checked;
}

function startReadAhead(
  list: readonly LintFile[],
  files: Pick<Ports['files'], 'readAhead'>,
): Promise<ReadAhead | undefined> {
  // A search finds no pipes. A person may name one.
  const mayBePipes = list.some(({ named }) => named);
  return files.readAhead(
    list.map(({ name }) => name),
    { mayBePipes },
  );
}

/**
 * Whether neither the text nor the shape of a document has a fault. `shapeFindings` comes to the same result, but its
 * validators also say what the faults are, and take ten times as long to load.
 */
export function conforms({ faults, kind, value }: Pick<Document, 'faults' | 'kind' | 'value'>): boolean {
  return faults.length === 0 && (kind === 'mcp-server' ? mcpServer(value) : appManifest(value));
}

function cleanFile({ source, kind }: Document): CheckedFile {
  return { name: source.name, kind, text: '', diagnostics: [], suppressed: 0 };
}

/**
 * Loads what finds and reports faults.
 *
 * @param ruled what the rules found; `undefined` when the shape has faults, and the rules have to know them first.
 */
async function checkAndReport(
  document: Document,
  ruled: readonly ReportedFinding[] | undefined,
  { settings, withEdits }: CheckOptions,
): Promise<CheckedFile> {
  const [{ shapeFindings }, { findingsOf }, { checkedFile }] = await Promise.all([
    import('../manifest/shape.ts'),
    import('./findings.ts'),
    import('./checked-file.ts'),
  ]);
  const shape = ruled ? [] : shapeFindings(document);
  const findings = findingsOf(document, { shape, ruled: ruled ?? runRules(document, shape, settings) }, settings);
  return checkedFile(document, findings, withEdits);
}

/**
 * Reads one file; `undefined` when it was found by a search and is no manifest.
 *
 * @param canBeNamed whether the command can be told the name of standard input.
 */
export async function openFile(
  file: LintFile,
  { inputName, canBeNamed }: { readonly inputName: string | undefined; readonly canBeNamed: boolean },
  files: Pick<Ports['files'], 'read' | 'readInput'>,
): Promise<Document | undefined> {
  const source =
    file.name === STANDARD_INPUT
      ? await readStandardInput(inputName, files)
      : { name: file.name, text: await files.read(file.name, MAXIMUM_BYTES) };
  const document = withFormatHint(await readDocument(source), canBeNamed);
  return file.named || isManifest(document) ? document : undefined;
}

/** YAML without a name is read as JSON, and its first fault says nothing of that. */
function withFormatHint(document: Document, canBeNamed: boolean): Document {
  const [first, ...others] = document.faults;
  if (document.source.name !== NAMELESS || first?.code !== 'syntax' || /^\s*[{[]/.test(document.source.text))
    return document;
  const advice = canBeNamed
    ? 'If it is YAML, say so: --stdin-filename manifest.yaml'
    : 'If it is YAML, name a file that ends with .yaml.';
  const hint = first.hint === undefined ? advice : `${first.hint} ${advice}`;
  return { ...document, faults: [{ ...first, hint }, ...others] };
}

const NAMELESS = '<stdin>';

async function readStandardInput(name = NAMELESS, files: Pick<Ports['files'], 'readInput'>): Promise<Source> {
  return { name, text: await files.readInput(MAXIMUM_BYTES) };
}
