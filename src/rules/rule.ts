/** What a rule is: a demand, and what it finds where the demand is not met. */
import type { Finding, Path, Severity } from '../diagnostic.ts';
import type { Parts, RuleContext } from './rule-context.ts';

/** What everyone may know of a code: `mcpctl explain`, SARIF and docs/rules.md are made of it. */
export interface RuleMetadata {
  readonly code: string;
  /** What it is reported as unless the configuration says otherwise. */
  readonly severity: Severity;
  /** The severity in profile `vertesia`, where it differs. */
  readonly severityForVertesia?: Severity;
  /** A sentence that is true of every document without this fault. */
  readonly demands: string;
  /** Why it is demanded, where that is not plain. Whole sentences. */
  readonly because?: string;
}

export interface RuleFinding extends Finding {
  /** Where a rule has both, the severity of this finding. */
  readonly severity?: Severity;
  /** Paths at which the shape has nothing more to say, since this finding explains it better. */
  readonly explains?: readonly Path[];
}

/** Takes what a rule finds. */
export type Report = (finding: RuleFinding) => void;

/** A rule is asked about each part of one kind, and sees only nodes of the right type. */
interface RuleOf<Part extends keyof Parts> extends RuleMetadata {
  readonly each: Part;
  check(part: Parts[Part], report: Report, context: RuleContext): void;
}

export type Rule = { [Part in keyof Parts]: RuleOf<Part> }[keyof Parts];
