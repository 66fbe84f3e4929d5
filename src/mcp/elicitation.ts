/** The questions that a server asks a person in the middle of a call (MCP, "Elicitation"), as fields of a form. */
import type {
  ElicitRequestFormParams,
  ElicitRequestURLParams,
  ElicitResult,
  PrimitiveSchemaDefinition,
} from '@modelcontextprotocol/client';

export type Elicitation = ElicitRequestFormParams | ElicitRequestURLParams;
/** The answer: `accept` with values, `decline` as a decision, `cancel` without one. */
export type Answer = ElicitResult;
export type Value = string | number | boolean | string[];
export type Elicit = (elicitation: Elicitation) => Promise<Answer>;

/** One question of a form. */
export interface Field {
  readonly name: string;
  readonly label: string;
  readonly isRequired: boolean;
  readonly kind: 'text' | 'number' | 'integer' | 'boolean' | 'choice' | 'choices';
  readonly initial?: Value;
  /** Empty unless `kind` is `choice` or `choices`. */
  readonly choices: readonly { readonly value: string; readonly name: string }[];
}

export function isForm(elicitation: Elicitation): elicitation is ElicitRequestFormParams {
  return elicitation.mode !== 'url';
}

export function fieldsOf({ requestedSchema }: ElicitRequestFormParams): Field[] {
  const { properties, required = [] } = requestedSchema;
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    label: [schema.title ?? name, schema.description].filter(Boolean).join(': '),
    isRequired: required.includes(name),
    ...kindOf(schema),
    initial: schema.default as Value | undefined,
  }));
}

/**
 * Turns what a person typed into the value of a field.
 *
 * @throws Error whose message says what would be right
 */
export function parseField({ kind, choices }: Field, text: string): Value {
  if (kind === 'number' || kind === 'integer') {
    const value = Number(text);
    if (text.trim() !== '' && Number.isFinite(value) && (kind === 'number' || Number.isInteger(value))) return value;
    throw new Error(`"${text}" is no ${kind}.`);
  }
  if (kind !== 'choices') return text;
  const values = text.split(',').map((each) => each.trim());
  const wrong = values.find((value) => !choices.some((choice) => choice.value === value));
  if (wrong === undefined) return values;
  throw new Error(`"${wrong}" is none of ${choices.map(({ value }) => value).join(', ')}.`);
}

/** The defaults of all fields; undefined when a required field has none. */
export function defaultsOf(fields: readonly Field[]): Record<string, Value> | undefined {
  if (fields.some(({ isRequired, initial }) => isRequired && initial === undefined)) return undefined;
  return Object.fromEntries(fields.flatMap(({ name, initial }) => (initial === undefined ? [] : [[name, initial]])));
}

/**
 * Whether a form asks for settings that all have a default, rather than for a decision. A form with only yes-or-no fields,
 * or with none, is a confirmation, which only a person can give.
 */
export function asksForSettings(fields: readonly Field[]): boolean {
  return fields.some(({ kind }) => kind !== 'boolean') && fields.every(({ initial }) => initial !== undefined);
}

function kindOf(schema: PrimitiveSchemaDefinition): Pick<Field, 'kind' | 'choices'> {
  switch (schema.type) {
    case 'boolean':
    case 'number':
    case 'integer':
      return { kind: schema.type, choices: [] };
    case 'array': {
      const { items } = schema;
      return { kind: 'choices', choices: 'enum' in items ? named(items.enum) : titled(items.anyOf) };
    }
    default:
      if ('enum' in schema) return { kind: 'choice', choices: named(schema.enum, namesIn(schema)) };
      if ('oneOf' in schema) return { kind: 'choice', choices: titled(schema.oneOf) };
      return { kind: 'text', choices: [] };
  }
}

const titled = (choices: readonly { const: string; title: string }[]) =>
  choices.map(({ const: value, title }) => ({ value, name: title }));

const named = (values: readonly string[], names: readonly string[] = []) =>
  values.map((value, index) => ({ value, name: names[index] ?? value }));

/** `enumNames` names the choices before 2025-11-25. */
const namesIn = (schema: object): readonly string[] | undefined =>
  'enumNames' in schema ? (schema.enumNames as string[] | undefined) : undefined;
