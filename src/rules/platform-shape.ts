import type { Path } from '../diagnostic.ts';
import { isJsonObject } from '../json-object.ts';
import { nearest } from '../manifest/nearest.ts';
import { nameOfType, quote, quoteAll } from '../manifest/quote.ts';
import { ADDITIONAL_PROPERTIES, type ObjectShape, PLATFORM_FIELDS, SDK_AUTH, type Shape } from './platform-fields.ts';
import type { Report, Rule } from './rule.ts';

export const platformShape: Rule = {
  code: 'platform-shape',
  severity: 'warning',
  severityForVertesia: 'error',
  each: 'manifest',
  check({ manifest, allCollections }, report) {
    for (const name in PLATFORM_FIELDS) {
      if (Object.hasOwn(manifest, name)) compare(manifest[name], PLATFORM_FIELDS[name] as Shape, [name], report);
    }
    for (const { node, path } of allCollections) {
      if (node.type === 'vertesia_sdk') compare(node.auth, SDK_AUTH, [...path, 'auth'], report);
    }
  },
};

const TYPE_NAMES = {
  string: 'a string',
  boolean: 'a boolean',
  list: 'an array',
  map: 'an object',
  object: 'an object',
};

/** `undefined` stands for what another finding is about already. */
function compare(value: unknown, shape: Shape, path: Path, report: Report): void {
  if (value === undefined || shape.type === 'any') return;
  if (shape.type === 'choice') {
    compareChoice(value, shape.values, path, report);
  } else if (shape.type === 'list' && Array.isArray(value)) {
    for (const [index, item] of value.entries()) compare(item, shape.items, [...path, index], report);
  } else if (shape.type === 'map' && isJsonObject(value)) {
    for (const [name, member] of Object.entries(value)) compare(member, shape.values, [...path, name], report);
  } else if (shape.type === 'object' && isJsonObject(value)) {
    compareObject(value, shape, path, report);
  } else if (typeof value !== shape.type || shape.type === 'object') {
    reportType(value, TYPE_NAMES[shape.type], path, report);
  }
}

function reportType(value: unknown, expected: string, path: Path, report: Report): void {
  report({
    place: { path },
    message: `The platform takes ${expected} for ${nameOf(path)}, not ${nameOfType(value)}.`,
    hint: `Write ${expected}, or leave it out.`,
  });
}

function compareChoice(value: unknown, values: readonly string[], path: Path, report: Report): void {
  if (typeof value !== 'string') {
    reportType(value, 'a string', path, report);
    return;
  }
  if (values.includes(value)) return;
  const meant = nearest(value, values);
  report({
    place: { path },
    message: `The platform does not know ${quote(value)} for ${nameOf(path)}.`,
    hint: `${meant ? `Did you mean ${quote(meant)}? ` : ''}It knows ${quoteAll(values, 'and')}.`,
    ...(meant && {
      fix: { kind: 'unsafe', title: `Change it to ${quote(meant)}`, edits: [{ op: 'set', path, value: meant }] },
    }),
  });
}

function compareObject(
  value: Readonly<Record<string, unknown>>,
  { fields, required, isOpen }: ObjectShape,
  path: Path,
  report: Report,
): void {
  const missing = new Set(required.filter((name) => !Object.hasOwn(value, name)));
  const absent = Object.keys(fields).filter((name) => !Object.hasOwn(value, name));
  for (const [name, member] of Object.entries(value)) {
    const at = [...path, name];
    if (Object.hasOwn(fields, name)) compare(member, fields[name] as Shape, at, report);
    else if (isOpen) compareOpen(member, name, at, report);
    else missing.delete(reportUnknown(at, { missing: [...missing], absent, known: Object.keys(fields) }, report) ?? '');
  }
  for (const name of missing) {
    report({
      place: { path: [...path, name] },
      message: `The platform wants ${quote(name)} in ${nameOf(path)}.`,
      hint: 'Add it.',
    });
  }
}

function compareOpen(value: unknown, name: string, path: Path, report: Report): void {
  if (name === ADDITIONAL_PROPERTIES.name && typeof value !== 'boolean') {
    compare(value, ADDITIONAL_PROPERTIES.of, path, report);
  }
}

/** Returns the name that was meant. */
function reportUnknown(
  path: Path,
  {
    missing,
    absent,
    known,
  }: { readonly missing: readonly string[]; readonly absent: readonly string[]; readonly known: readonly string[] },
  report: Report,
): string | undefined {
  const name = String(path.at(-1));
  const meant = nearest(name, missing) ?? nearest(name, absent);
  report({
    place: { path, at: 'key' },
    message: `The platform knows no ${quote(name)} in ${nameOf(path.slice(0, -1))}.`,
    hint: meant === undefined ? `It knows ${quoteAll(known, 'and')}.` : `Did you mean ${quote(meant)}?`,
    ...(meant !== undefined && {
      fix: { kind: 'unsafe', title: `Rename it to ${quote(meant)}`, edits: [{ op: 'rename', path, to: meant }] },
    }),
  });
  return meant;
}

/** `"ui"`; for an item of a list, `an item of "capabilities"`. */
function nameOf(path: Path): string {
  const last = path.at(-1);
  return typeof last === 'string'
    ? quote(last)
    : `an item of ${quote(path.findLast((step) => typeof step === 'string'))}`;
}
