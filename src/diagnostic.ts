/** A fault of a document is a value and never thrown. Rules know paths; only the renderer knows lines. */

export type Severity = 'error' | 'warning';

/** Property names and array indexes from the root of the document. */
export type Path = readonly (string | number)[];

/** A place in a document: a node of the tree, its key, or (only when there is no tree) a span of the text. */
export type Place =
  | { readonly path: Path; readonly at?: 'value' | 'key' }
  /** UTF-16 offsets into the text, `end` exclusive. */
  | { readonly span: readonly [start: number, end: number] };

/** Another place that takes part in the fault. */
export interface Related {
  readonly place: Place;
  readonly message: string;
}

export type Edit =
  | { readonly op: 'set'; readonly path: Path; readonly value: unknown }
  | { readonly op: 'remove'; readonly path: Path }
  | { readonly op: 'rename'; readonly path: Path; readonly to: string }
  /** Moves a node to another place of the document. */
  | { readonly op: 'move'; readonly path: Path; readonly to: Path }
  /** Replaces a span of the text, in a document that cannot be read as a tree. */
  | { readonly op: 'text'; readonly span: readonly [start: number, end: number]; readonly text: string };

export interface Fix {
  /** `safe` keeps meaning and identity; `unsafe` may change either and needs `--unsafe-fixes`. */
  readonly kind: 'safe' | 'unsafe';
  /** The title of the fix, in the imperative: `Add auth: "oauth"`. */
  readonly title: string;
  readonly edits: readonly Edit[];
}

/** A finding of a rule. The code comes from the rule, the severity from the rule and the configuration. */
export interface Finding {
  readonly place: Place;
  /** What is wrong, as a whole sentence. It never contains a secret. */
  readonly message: string;
  /** What to do about it, as a whole sentence. */
  readonly hint?: string;
  readonly related?: readonly Related[];
  readonly fix?: Fix;
}

export interface Diagnostic extends Finding {
  readonly code: string;
  readonly severity: Severity;
}
