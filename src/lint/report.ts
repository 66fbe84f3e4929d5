/** What `validate` found, ready for any format: located, masked, sorted. */
import type { Path, Severity } from '../diagnostic.ts';
import type { Range } from '../manifest/positions.ts';

export interface LintReport {
  readonly files: readonly CheckedFile[];
  /** Files below a folder, or matching a glob, that are no manifests. */
  readonly skipped: number;
}

export interface CheckedFile {
  /** As the user named it, or `<stdin>`. */
  readonly name: string;
  readonly kind: 'app-manifest' | 'mcp-server';
  /** The text with every character of every secret replaced; offsets and columns stay. */
  readonly text: string;
  /** In document order. */
  readonly diagnostics: readonly LocatedDiagnostic[];
  /** Findings that comments in the document silenced. */
  readonly suppressed: number;
}

export interface LocatedDiagnostic {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly hint?: string;
  readonly range: Range;
  /** The node it is about; none where the document is no tree. */
  readonly path?: Path;
  readonly related: readonly { readonly range: Range; readonly message: string }[];
  readonly fix?: LocatedFix;
}

export interface LocatedFix {
  readonly kind: 'safe' | 'unsafe';
  readonly title: string;
  /** Only when asked for, and never with a secret in them. */
  readonly edits?: readonly { readonly range: Range; readonly text: string }[];
}

/** Of all files, in their order. */
export function allDiagnostics({ files }: Pick<LintReport, 'files'>): LocatedDiagnostic[] {
  return files.flatMap(({ diagnostics }) => diagnostics);
}

/** How many there are of each. */
export function countProblems(diagnostics: readonly Pick<LocatedDiagnostic, 'severity'>[]) {
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  return { errors, warnings: diagnostics.length - errors };
}

export function isClean({ files }: Pick<LintReport, 'files'>): boolean {
  return files.every(({ diagnostics }) => diagnostics.length === 0);
}
