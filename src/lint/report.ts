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
  /** In document order. Where there are too many, the last one says how many more there are. */
  readonly diagnostics: readonly LocatedDiagnostic[];
  /** The findings that are not among the diagnostics. */
  readonly unlisted?: Problems;
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

export interface Problems {
  readonly errors: number;
  readonly warnings: number;
}

/** How many errors and warnings are in a list. */
export function countProblems(diagnostics: readonly Pick<LocatedDiagnostic, 'severity'>[]): Problems {
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  return { errors, warnings: diagnostics.length - errors };
}

/** How many errors and warnings the files have, with those that are not listed. */
export function countAllProblems(files: readonly Pick<CheckedFile, 'diagnostics' | 'unlisted'>[]): Problems {
  let [errors, warnings] = [0, 0];
  for (const { diagnostics, unlisted } of files) {
    const listed = countProblems(unlisted ? diagnostics.slice(0, -1) : diagnostics);
    errors += listed.errors + (unlisted?.errors ?? 0);
    warnings += listed.warnings + (unlisted?.warnings ?? 0);
  }
  return { errors, warnings };
}

export function isClean({ files }: Pick<LintReport, 'files'>): boolean {
  return files.every(({ diagnostics }) => diagnostics.length === 0);
}
