/** What a rule is: a code, and a check of one kind of part of a document. ./metadata.ts says what it is for. */
import type { Finding, Path, Severity } from '../diagnostic.ts';
import type { Parts, RuleContext } from './rule-context.ts';

/** What may be reported, and how serious it is. */
export interface ReportedCode {
  readonly code: string;
  /** The severity unless the configuration says otherwise. */
  readonly severity: Severity;
  /** The severity in profile `vertesia`, where it differs. */
  readonly severityForVertesia?: Severity;
}

export interface RuleFinding extends Finding {
  /** The severity of this finding, for a rule that reports errors and warnings. */
  readonly severity?: Severity;
  /** The paths whose schema faults are not reported, since this finding explains them better. */
  readonly explains?: readonly Path[];
}

/** A rule calls this for each fault that it finds. */
export type Report = (finding: RuleFinding) => void;

/** `check` is called for each part of the kind that `each` names. It sees only nodes of the right type. */
interface RuleOf<Part extends keyof Parts> extends ReportedCode {
  readonly each: Part;
  check(part: Parts[Part], report: Report, context: RuleContext): void;
}

export type Rule = { [Part in keyof Parts]: RuleOf<Part> }[keyof Parts];
