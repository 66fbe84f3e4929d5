/** What a rule is: a demand, and what it finds where the demand is not met. */
import type { Finding, Severity } from '../diagnostic.ts';
import type { Subject } from './subject.ts';

/** What everyone may know of a code: `mcpctl explain`, SARIF and docs/rules.md are made of it. */
export interface Demand {
  readonly code: string;
  /** What it is reported as unless the configuration says otherwise. */
  readonly severity: Severity;
  /** A sentence that is true of every document without this fault. */
  readonly demands: string;
  /** Why it is demanded, where that is not plain. Whole sentences. */
  readonly because?: string;
}

export interface Rule extends Demand {
  /** The severity in profile `vertesia`, where it differs. */
  readonly severityForVertesia?: Severity;
  /** Its findings explain better what the shape would report at the same path, and stand in for it. */
  readonly explainsShape?: boolean;
  /** Yields findings in document order. Sees only nodes of the right type. */
  check(subject: Subject): Iterable<Finding & { readonly severity?: Severity }>;
}
