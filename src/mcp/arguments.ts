/** Reads the arguments of a tool from the command line: one JSON object, or `key=value` words that the schema types. */
import { isJsonObject } from '../json-object.ts';
import { nearest } from '../manifest/nearest.ts';
import { hint } from '../next-step.ts';
import { Refusal } from '../refusal.ts';

export type ToolArguments = Record<string, unknown>;

/** The part of a JSON Schema that decides how a word is parsed. */
interface Schema {
  readonly type?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: unknown;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
}

/** Whether a word is an argument rather than the name of a tool. */
export function isArgument(word: string): boolean {
  return word === '-' || word.includes('=') || /^\s*[{[]/.test(word);
}

/** @throws Refusal arguments-invalid when the text is not one JSON object */
export function parsedArguments(json: string): ToolArguments {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (cause) {
    throw invalid('The arguments are not valid JSON.', (cause as Error).message, cause);
  }
  if (isJsonObject(value)) return value as ToolArguments;
  throw invalid('The arguments must be one JSON object.', `This is ${Array.isArray(value) ? 'an array' : `${value}`}.`);
}

/**
 * Reads `key=value` words. A key that is repeated adds to an array.
 *
 * @throws Refusal arguments-invalid when a word does not fit the schema
 */
export function typedArguments(words: readonly string[], inputSchema: object): ToolArguments {
  const { properties = {} } = inputSchema as Schema;
  const entries = new Map<string, unknown>();
  for (const word of words) {
    const at = word.indexOf('=');
    if (at <= 0) throw invalid(`"${word}" is no argument.`, 'Arguments are key=value words, or one JSON object.');
    const [key, text] = [word.slice(0, at), word.slice(at + 1)];
    const schema = Object.hasOwn(properties, key) ? properties[key] : undefined;
    const value = typedValue(key, text, schema);
    const earlier = entries.get(key);
    if (entries.has(key) && !Array.isArray(earlier)) throw invalid(`${key} is given twice.`, 'It holds one value.');
    entries.set(key, Array.isArray(earlier) && Array.isArray(value) ? [...earlier, ...value] : value);
  }
  return Object.fromEntries(entries);
}

/**
 * Checks what needs no server: that nothing required is missing, and that the tool has each argument.
 *
 * @throws Refusal arguments-invalid
 */
export function checkArguments(args: ToolArguments, inputSchema: object): void {
  const { properties = {}, required = [], additionalProperties } = inputSchema as Schema;
  const missing = required.filter((key) => !Object.hasOwn(args, key));
  if (missing.length > 0) {
    throw invalid(
      `The tool needs ${missing.join(', ')}.`,
      undefined,
      undefined,
      `Add ${missing.map((key) => `${key}=…`).join(' ')}`,
    );
  }
  if (additionalProperties !== false) return;
  const known = Object.keys(properties);
  const unknown = Object.keys(args).find((key) => !known.includes(key));
  if (unknown === undefined) return;
  const meant = nearest(unknown, known);
  throw invalid(
    `The tool has no argument ${unknown}.`,
    `It has ${known.join(', ') || 'none'}.`,
    undefined,
    meant && `Did you mean ${meant}?`,
  );
}

function typedValue(key: string, text: string, schema: Schema | undefined): unknown {
  const types = schema ? typesOf(schema) : new Set<string>();
  const value = jsonOr(text);
  if (types.size === 0) return value === undefined ? text : value;
  if (value !== undefined && [...types].some((type) => isOfType(value, type))) return value;
  if (types.has('string')) return text;
  if (types.has('array')) return [typedValue(key, text, schema?.items)];
  throw invalid(`${key} must be ${[...types].join(' or ')}, and "${text}" is not.`);
}

function typesOf(schema: Schema): Set<string> {
  const own = Array.isArray(schema.type) ? schema.type : [schema.type];
  const alternatives = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])];
  return new Set([
    ...own.filter((type) => typeof type === 'string'),
    ...alternatives.flatMap((each) => [...typesOf(each)]),
  ]);
}

function isOfType(value: unknown, type: string): boolean {
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'array') return Array.isArray(value);
  if (type === 'null') return value === null;
  if (type === 'object') return isJsonObject(value);
  // A word that looks like a JSON string stays the text that was typed.
  return type !== 'string' && typeof value === type;
}

function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function invalid(what: string, why?: string, cause?: unknown, advice?: string): Refusal {
  return new Refusal('arguments-invalid', {
    what,
    why,
    hint:
      advice ?? hint`Give one JSON object, '{"key": "value"}', or key=value words. See ${{ do: 'tools', json: true }}`,
    cause,
  });
}
