/** What a code means, as a document (docs/json.md). */
import type { Explanation } from '../usecases/manifests/explain.ts';

/** `explain CODE --json`. */
export function explanationDocument(explanation: Explanation): object {
  if (explanation.kind === 'refusal') {
    const { code, meaning, exitCode } = explanation;
    return { code, kind: 'refusal', meaning, exit_code: exitCode };
  }
  const { rule, bad, good } = explanation;
  const { code, severity, description, rationale } = rule;
  return {
    code,
    kind: severity,
    meaning: description,
    because: rationale,
    bad: bad && { text: bad.text, messages: bad.diagnostics.map(({ message, hint }) => ({ message, hint })) },
    good: good && { text: good.text },
  };
}
