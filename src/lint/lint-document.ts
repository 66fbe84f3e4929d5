/** The entrances for everything that checks a single document. For many files see ./validate.ts. */
import type { Diagnostic } from '../diagnostic.ts';
import type { Document } from '../manifest/document.ts';
import { shapeFindings } from '../manifest/shape.ts';
import { diagnosticsOf } from '../rules/diagnostics.ts';
import { runRules } from '../rules/run-rules.ts';
import { DEFAULT_SETTINGS, type Settings, STYLE_CODES, settingsForUse } from '../rules/settings.ts';
import { type Findings, findingsOf } from './findings.ts';

/** Compares a document with its schema, runs every rule, and takes out what comments silence. Never throws. */
export function lintDocument(document: Document, settings: Settings = DEFAULT_SETTINGS): Findings {
  return findingsOf(document, findFaults(document, settings), settings);
}

/**
 * Finds everything that is wrong with a document, whatever its comments say: for all commands that use the document, while
 * `lintDocument` is for those that show what a person wants to see. The settings can make it stricter. They can lower only
 * rules of style, and those only for names that can be typed. Never throws.
 */
export function judgeDocument(document: Document, settings: Settings = DEFAULT_SETTINGS): readonly Diagnostic[] {
  const counting = settingsForUse(settings);
  const found = diagnosticsOf(document, findFaults(document, counting), counting);
  if (!Object.values(counting.severities).some((level) => level !== 'error')) return found;
  const all = diagnosticsOf(document, findFaults(document, DEFAULT_SETTINGS), DEFAULT_SETTINGS);
  return [...found, ...all.filter((each) => STYLE_CODES.has(each.code) && !isTypable(document, each))];
}

/** Whether the name in this place works as an operand of a command, a part of a target and a name in other documents. */
function isTypable({ value }: Document, { code, place }: Diagnostic): boolean {
  if (code === 'collection-name-unique' || 'span' in place) return true;
  const name = place.at === 'key' ? place.path.at(-1) : place.path.reduce<unknown>(memberOf, value);
  return typeof name === 'string' && /^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/.test(name);
}

function memberOf(node: unknown, key: string | number): unknown {
  return typeof node === 'object' && node !== null ? Reflect.get(node, key) : undefined;
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity }) => severity === 'error');
}

function findFaults(document: Document, settings: Settings) {
  const shape = shapeFindings(document);
  return { shape, ruled: runRules(document, shape, settings) };
}
