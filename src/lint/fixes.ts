/** Applies fixes until nothing changes any more, or describes them as edits of the text. */
import type { Diagnostic, Fix } from '../diagnostic.ts';
import { type Document, readDocument } from '../manifest/document.ts';
import { textEditsOf } from '../manifest/edit/edit.ts';
import { applyTextEdits, type TextEdit } from '../manifest/edit/textedit.ts';
import { positionsOf } from '../manifest/positions.ts';
import type { Settings } from '../rules/settings.ts';
import { lintDocument } from './lint-document.ts';
import { secretSpans } from './redact.ts';
import type { LocatedFix } from './report.ts';

/** A fix can make another possible; none needs more than a few rounds. */
const MOST_ROUNDS = 10;

export interface Fixed {
  readonly document: Document;
  /** How many fixes were applied. */
  readonly fixes: number;
}

/** The document after all safe fixes, and with `unsafe` the others too. Fixing the result again changes nothing. */
export async function fixDocument(document: Document, settings: Settings, unsafe: boolean): Promise<Fixed> {
  let current = document;
  let fixes = 0;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const { diagnostics } = lintDocument(current, settings);
    const wanted = diagnostics.flatMap(({ fix }) => (fix && (unsafe || fix.kind === 'safe') ? [fix] : []));
    const { edits, count } = await compatibleEdits(current, wanted);
    const text = applyTextEdits(current.source.text, edits);
    if (text === current.source.text) break;
    const next = await readDocument({ ...current.source, text }, current.format);
    if (next.faults.length > current.faults.length) break;
    current = next;
    fixes += count;
  }
  return { document: current, fixes };
}

/** Of fixes that touch the same text only the first is applied. The next round applies the others. */
async function compatibleEdits(
  document: Document,
  fixes: readonly Fix[],
): Promise<{ edits: TextEdit[]; count: number }> {
  const edits: TextEdit[] = [];
  let count = 0;
  for (const fix of fixes) {
    const wanted = await textEditsOf(document, fix.edits);
    if (!wanted || wanted.some((one) => edits.some((other) => touches(one, other)))) continue;
    edits.push(...wanted);
    count++;
  }
  return { edits, count };
}

function touches({ span: [start, end] }: TextEdit, { span: [otherStart, otherEnd] }: TextEdit): boolean {
  return start <= otherEnd && otherStart <= end;
}

/** The fix of each diagnostic as edits of the text, for formats that carry them. A fix that holds a secret is left out. */
export async function describeFixes(
  document: Document,
  diagnostics: readonly Diagnostic[],
): Promise<Map<Diagnostic, LocatedFix['edits']>> {
  const { text } = document.source;
  const described = new Map<Diagnostic, LocatedFix['edits']>();
  if (diagnostics.every(({ fix }) => !fix)) return described;
  const rangeOf = positionsOf(document);
  const secrets = secretSpans(document).map(([start, end]) => text.slice(start, end).replace(/^["']|["']$/g, ''));
  for (const diagnostic of diagnostics) {
    const edits = diagnostic.fix && (await textEditsOf(document, diagnostic.fix.edits));
    if (!edits || edits.some((edit) => secrets.some((secret) => secret !== '' && edit.text.includes(secret)))) continue;
    described.set(
      diagnostic,
      edits.map(({ span, text: replacement }) => ({ range: rangeOf({ span }), text: replacement })),
    );
  }
  return described;
}
