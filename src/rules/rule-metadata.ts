/** What is demanded of every document: by the rules, by whoever reads it, and by the schema it is compared with. */
import type { FaultCode } from '../manifest/fault.ts';
import type { ShapeCode } from '../manifest/shape.ts';
import type { RuleMetadata } from './rule.ts';
import { rules } from './rules.ts';

/** Every code that `lint` can report, in the order of docs/rules.md. */
export const allRuleMetadata = (): readonly RuleMetadata[] => [...readingDemands(), ...shapeDemands(), ...rules];

const readingDemands = (): readonly (RuleMetadata & { readonly code: FaultCode })[] => [
  {
    code: 'syntax',
    severity: 'error',
    demands: 'The document is JSON (RFC 8259), JSONC by its extension, or YAML 1.2.',
    because: 'YAML anchors, aliases and custom tags are left out: they hide what a reviewer has to see.',
  },
  {
    code: 'duplicate-key',
    severity: 'error',
    demands: 'No property is given twice in one object.',
    because:
      'Readers disagree about which of the two counts, so a reviewer may see one value and a server use another.',
  },
  { code: 'too-large', severity: 'error', demands: 'The document is at most 1 MiB.' },
  { code: 'too-deep', severity: 'error', demands: 'The document is nested at most 32 levels deep.' },
];

const shapeDemands = (): readonly (RuleMetadata & { readonly code: ShapeCode })[] => [
  { code: 'required-field', severity: 'error', demands: 'Every required field is there.' },
  {
    code: 'unknown-field',
    severity: 'error',
    demands: 'Every field is one that the schema knows.',
    because: 'A misspelt optional field would otherwise be left out without a word.',
  },
  { code: 'wrong-type', severity: 'error', demands: 'Every value has the type that the schema gives it.' },
  { code: 'invalid-value', severity: 'error', demands: 'Every value is one of those that the schema lists.' },
];
