/** What the readers of JSON and of YAML return. */
import type { Diagnostic } from '../diagnostic.ts';
import type { Node } from './tree.ts';

export interface Reading {
  /** The value of the text, as `JSON.parse` would return it; `undefined` when the text cannot be read at all. */
  readonly value: unknown;
  /** `syntax`, `duplicate-key`, `too-large`, `too-deep`. */
  readonly faults: readonly Diagnostic[];
  /** True when reading the text has already shown that no name and no text in it can be a secret. */
  readonly isSecretFree?: boolean;
  /** The nodes with their spans. `JSON.parse` makes none. */
  readonly tree?: Node | undefined;
}
