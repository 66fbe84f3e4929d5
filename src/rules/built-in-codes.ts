/** The codes that no rule reports. */
import type { FaultCode } from '../manifest/fault.ts';
import type { ShapeCode } from '../manifest/shape.ts';

/** Reported by the readers of JSON and YAML. They are errors, and no setting changes that. */
export const FAULT_CODES: readonly FaultCode[] = ['syntax', 'duplicate-key', 'too-large', 'too-deep'];

/** Reported by the comparison with the published schema. */
export const SHAPE_CODES: readonly ShapeCode[] = ['required-field', 'unknown-field', 'wrong-type', 'invalid-value'];

/** Reported for comments that silence findings. */
export const UNUSED_SUPPRESSION = { code: 'suppression-unused', severity: 'warning' } as const;

/** Reported in place of the findings beyond those that a report has room for. Its severity is that of the worst of them. */
export const MORE_FINDINGS = { code: 'more-findings', severity: 'error' } as const;

/** What these codes report is never silenced, neither by a comment nor by a setting. A setting can make it an error. */
export const NEVER_SILENCED: ReadonlySet<string> = new Set([
  ...FAULT_CODES,
  // The platform may know a field before we do, so `unknown-field` is not among them. It never reaches an installation.
  ...['required-field', 'wrong-type', 'invalid-value'],
  MORE_FINDINGS.code,
  ...['secret-in-manifest', 'secret-literal', 'url-credentials'],
]);
