/** What `explain` prints for people. */
import { type Hint, hint } from '../../next-step.ts';
import { renderPretty } from '../../reports/pretty.ts';
import type { Rendering } from '../../reports/rendering.ts';
import { styles } from '../../styles.ts';
import type { CodeSummary, Explanation } from '../../usecases/manifests/explain.ts';

export function explanationText(explanation: Explanation, rendering: Pick<Rendering, 'color' | 'columns'>): string {
  const style = styles(rendering.color);
  if (explanation.kind === 'refusal') {
    const { code, meaning, exitCode } = explanation;
    return `${style.strong(code)} (ends with ${exitCode})\n\n${meaning}`;
  }
  const { rule, bad, good } = explanation;
  const { code, severity, description, rationale } = rule;
  const parts = [`${style.strong(code)} (${severity})`, [description, rationale].filter(Boolean).join(' ')];
  if (bad)
    parts.push(
      style.strong('With this fault:'),
      renderPretty({ files: [bad], skipped: 0 }, { ...rendering, style }).trimEnd(),
    );
  if (good) parts.push(style.strong('Without it:'), indented(good.text));
  if (code !== 'syntax') parts.push(style.faint(`To change what it counts for: --rule ${code}=off|warn|error`));
  return parts.join('\n\n');
}

/** One line each, in columns. */
export function codesText(codes: readonly CodeSummary[], color: boolean): Hint {
  const style = styles(color);
  const width = Math.max(...codes.map(({ code }) => code.length));
  const lines = codes.map(
    ({ code, kind, meaning }) => `${code.padEnd(width)}  ${kind.padEnd(7)}  ${style.faint(meaning)}`,
  );
  return hint`${lines.join('\n')}\n\nMore about one: ${{ do: 'explain', give: ['code'] }}`;
}

function indented(text: string): string {
  return text.trimEnd().replace(/^(?=.)/gm, '  ');
}
