/** Answers that were given beforehand: with `--set KEY=VALUE`, and in a file. */

import { isJsonObject } from '../json-object.ts';
import { readDocument } from '../manifest/document.ts';
import type { Manifest } from '../manifest/types.ts';
import { hint } from '../next-step.ts';
import type { GivenAnswers } from '../plan/needs.ts';
import { type Answers, answerSlots, type Slot, slotOf } from '../plan/questions.ts';
import type { TerminalPorts } from '../ports/person.ts';
import { Refusal } from '../refusal.ts';
import type { Secret } from '../secret.ts';
import type { Context } from './context.ts';
import { readPair } from './pairs.ts';
import { literalSecret } from './secret-reference.ts';

export interface AnswerSources {
  /** `KEY=VALUE`, as typed. */
  readonly set?: readonly string[];
  /** The path of a JSON or YAML map, flat (`crm.client_id`) or nested. */
  readonly answers?: string;
}

/** Answers whose secrets are still references. A saved plan keeps them like this, and a dry run reads no secret. */
export interface AnswerReferences {
  readonly values: ReadonlyMap<string, string>;
  readonly references: ReadonlyMap<string, string>;
}

/** Bytes of an answers file. */
const LIMIT = 1024 * 1024;

/**
 * Reads the answers; `--set` wins over the file.
 *
 * @throws Refusal `answer-unknown`, `secret-literal-refused`, `usage`, `reference-unresolved`.
 */
export async function readAnswers(
  manifest: Manifest,
  sources: AnswerSources,
  ports: Pick<TerminalPorts, 'files' | 'references'>,
): Promise<AnswerReferences> {
  const slots = answerSlots(manifest);
  const values = new Map<string, string>();
  const references = new Map<string, string>();
  for (const { key, text, isLiteral } of [...(await fromFile(sources.answers, ports)), ...fromOptions(sources.set)]) {
    const slot = slotOf(slots, key);
    if (!slot) throw unknownAnswer(key, slots);
    const isReference = !isLiteral && ports.references.isReference(text);
    if (!slot.secret) values.set(slot.key, isReference ? await ports.references.read(text) : text);
    else if (isReference) references.set(slot.key, text);
    else throw literalSecret(slot.key, '=');
  }
  return { values, references };
}

/** What a plan may know of the answers. */
export function withoutReferences({ values, references }: AnswerReferences): Answers {
  return { values, secrets: new Set(references.keys()) };
}

/**
 * Reads the secrets behind the references, in the order in which they were given.
 *
 * @throws Refusal `reference-unresolved`.
 */
export async function resolveAnswers(
  { values, references }: AnswerReferences,
  ports: Pick<TerminalPorts, 'references'>,
): Promise<GivenAnswers> {
  const secrets = new Map<string, Secret>();
  for (const [key, reference] of references) secrets.set(key, await ports.references.resolve(reference));
  return { values, secrets };
}

interface Assignment {
  readonly key: string;
  readonly text: string;
  /** A list in a file cannot be a reference, so that a file can hold scopes such as `file:read`. */
  readonly isLiteral: boolean;
}

const SET = {
  option: '--set',
  form: 'KEY=VALUE',
  example: 'crm.client_id=my-client --set crm.client_secret=env:CRM_CLIENT_SECRET',
};

function fromOptions(set: readonly string[] = []): Assignment[] {
  return set.map((assignment) => {
    const [key, text] = readPair(assignment, SET);
    return { key, text, isLiteral: false };
  });
}

async function fromFile(file: string | undefined, { files }: Pick<TerminalPorts, 'files'>): Promise<Assignment[]> {
  if (file === undefined) return [];
  const text = file === '-' ? await files.readInput(LIMIT) : await files.read(file, LIMIT);
  const { value, faults } = await readDocument({ name: file, text });
  if (faults.length === 0 && isJsonObject(value)) return flattened(value, file);
  throw notAnswers(file, faults[0]?.message ?? 'It is not a map of keys to values.');
}

function flattened(map: object, file: string, prefix = ''): Assignment[] {
  return Object.entries(map).flatMap(([name, value]): Assignment[] => {
    const key = prefix + name;
    if (typeof value === 'string') return [{ key, text: value, isLiteral: false }];
    const isList = Array.isArray(value) && value.every((each) => typeof each === 'string');
    if (isList) return [{ key, text: value.join(' '), isLiteral: true }];
    if (isJsonObject(value) && prefix === '') return flattened(value, file, `${key}.`);
    throw notAnswers(file, `The value of ${key} is neither a text nor a list of texts.`);
  });
}

function notAnswers(file: string, why: string): Refusal {
  return new Refusal('usage', {
    what: `${file} is no file of answers.`,
    why,
    hint: 'Write a JSON or YAML map, for example: {"crm.client_secret": "env:CRM_CLIENT_SECRET"}',
    details: { file },
  });
}

function unknownAnswer(key: string, slots: readonly Slot[]): Refusal {
  const known = slots.map((slot) => slot.key);
  return new Refusal('answer-unknown', {
    what: `This app has no question "${key}".`,
    why: known.length === 0 ? 'It asks nothing.' : `It can be given ${known.join(', ')}.`,
    hint: hint`See what it asks with: ${{ do: 'plan' }}`,
    details: { key, known },
  });
}

/** A plan reads no secret, so it cannot tell whether one that is given is the stored one. */
export function sayUncompared({ references }: AnswerReferences, { output }: Pick<Context, 'output'>): void {
  const keys = [...references.keys()];
  if (keys.length > 0) output.say(`Not compared with what is stored: ${keys.join(', ')}. A plan reads no secret.`);
}
