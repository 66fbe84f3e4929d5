/** The report of `validate`, ready for every format: with positions, without secrets, in order. */
import type { Path, Severity } from '../diagnostic.ts';
import type { Range } from '../manifest/positions.ts';

export interface LintReport {
  readonly files: readonly CheckedFile[];
  /** How many files of a folder or a glob are no manifests. */
  readonly skipped: number;
}

export interface CheckedFile {
  /** The name that the person typed, or `<stdin>`. */
  readonly name: string;
  readonly kind: 'app-manifest' | 'mcp-server';
  /** The text with every character of every secret replaced; offsets and columns stay. */
  readonly text: string;
  /** In document order. */
  readonly diagnostics: readonly LocatedDiagnostic[];
  /** How many findings comments in the document silenced. */
  readonly suppressed: number;
}

export interface LocatedDiagnostic {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly hint?: string;
  readonly range: Range;
  /** The path of the node; only when the text could be parsed. */
  readonly path?: Path;
  readonly related: readonly { readonly range: Range; readonly message: string }[];
  readonly fix?: LocatedFix;
}

export interface LocatedFix {
  readonly kind: 'safe' | 'unsafe';
  readonly title: string;
  /** Only for formats that carry edits, and never with a secret in them. */
  readonly edits?: readonly { readonly range: Range; readonly text: string }[];
}

/** The diagnostics of all files, in the order of the files. */
export function allDiagnostics({ files }: Pick<LintReport, 'files'>): LocatedDiagnostic[] {
  return files.flatMap(({ diagnostics }) => diagnostics);
}

/** How many errors and warnings there are. */
export function countProblems(diagnostics: readonly Pick<LocatedDiagnostic, 'severity'>[]) {
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  return { errors, warnings: diagnostics.length - errors };
}

export function isClean({ files }: Pick<LintReport, 'files'>): boolean {
  return files.every(({ diagnostics }) => diagnostics.length === 0);
}
