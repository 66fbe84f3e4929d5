/** Findings for a person: what is wrong, the lines of the document, and what to do. */

import type { CheckedFile, LintReport, LocatedDiagnostic } from '../lint/report.ts';
import { printable } from '../printable.ts';
import type { Styles } from '../styles.ts';
import { frame } from './frame.ts';
import type { Rendering } from './rendering.ts';

/** Wider code is cut, also on a wider terminal. */
const WIDEST = 120;

interface PrettyOptions extends Pick<Rendering, 'columns'> {
  readonly style: Styles;
}

export function renderPretty(report: LintReport, { style, columns }: PrettyOptions): string {
  const width = Math.max(40, Math.min(WIDEST, columns)) - 8;
  return report.files
    .flatMap((file) => file.diagnostics.map((diagnostic) => renderOne(file, diagnostic, { style, width })))
    .join('\n');
}

function renderOne(
  file: CheckedFile,
  diagnostic: LocatedDiagnostic,
  { style, width }: { readonly style: Styles; readonly width: number },
): string {
  const { code, severity, message, range, related, hint, fix } = diagnostic;
  const accent = severity === 'error' ? style.bad : style.careful;
  const labels = [
    { range, role: 'primary' } as const,
    ...related.map((other) => ({ ...other, message: printable(other.message), role: 'related' }) as const),
  ];
  const gutter = ' '.repeat(Math.max(...labels.map((label) => String(label.range.start.line).length)));
  const note = (word: string, text: string) => `${gutter} ${style.faint('=')} ${style.strong(word)}: ${text}`;
  const lines = [
    `${accent(`${severity}[${code}]`)}${style.strong(`: ${printable(message)}`)}`,
    `${gutter}${style.faint('-->')} ${printable(file.name)}:${range.start.line}:${range.start.column}`,
    ...frame(file.text, labels, { style, accent, width }),
  ];
  if (hint || fix) lines.push(`${gutter} ${style.faint('|')}`);
  if (hint) lines.push(note('help', printable(hint)));
  if (fix)
    lines.push(note('fix', `${printable(fix.title)} (${fix.kind === 'safe' ? '--fix' : '--fix --unsafe-fixes'})`));
  return `${lines.join('\n')}\n`;
}
