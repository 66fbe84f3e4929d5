/** The codes that no rule reports. */
import type { FaultCode } from '../manifest/fault.ts';
import type { ShapeCode } from '../manifest/shape.ts';

/** Reported by the readers of JSON and YAML. They are errors, and no setting changes that. */
export const FAULT_CODES: readonly FaultCode[] = ['syntax', 'duplicate-key', 'too-large', 'too-deep'];

/** Reported by the comparison with the published schema. */
export const SHAPE_CODES: readonly ShapeCode[] = ['required-field', 'unknown-field', 'wrong-type', 'invalid-value'];

/** Reported for comments that silence findings. */
export const UNUSED_SUPPRESSION = { code: 'suppression-unused', severity: 'warning' } as const;
