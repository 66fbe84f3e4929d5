/** The faults that keep a document from being read, and the limits it must keep. */
import type { Diagnostic, Finding, Related } from '../diagnostic.ts';
import type { Span } from './tree.ts';

export const MAXIMUM_BYTES = 1024 * 1024;
export const MAXIMUM_DEPTH = 32;

export type FaultCode = 'syntax' | 'duplicate-key' | 'too-large' | 'too-deep';

/** A fault at a span of the text. */
export function fault(code: FaultCode, span: Span, parts: Omit<Finding, 'place'>): Diagnostic {
  return { code, severity: 'error', place: { span }, ...parts };
}

export function duplicateKey(shown: string, span: Span, first: Span): Diagnostic {
  const related: Related = { place: { span: first }, message: `${shown} is first given here.` };
  return fault('duplicate-key', span, {
    message: `The property ${shown} is given twice in one object.`,
    hint: 'Keep one of the two. Readers disagree about which one counts.',
    related: [related],
  });
}

export function tooDeep(span: Span): Diagnostic {
  return fault('too-deep', span, {
    message: `The document is nested more than ${MAXIMUM_DEPTH} levels deep.`,
    hint: 'A manifest needs fewer than ten levels. Take out what does not belong to it.',
  });
}

export function tooLarge(): Diagnostic {
  return fault('too-large', [0, 0], {
    message: 'The document is larger than 1 MiB.',
    hint: 'Move icons and other data out of the manifest and name their URLs instead.',
  });
}
