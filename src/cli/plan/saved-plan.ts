/** A plan in a file: `plan --out` writes it, and `install` applies exactly that or refuses because the state has changed. */

import { isJsonObject } from '../../json-object.ts';
import { hasErrors, judgeDocument } from '../../lint/lint-document.ts';
import { readDocument } from '../../manifest/document.ts';
import type { Manifest } from '../../manifest/types.ts';
import { hint } from '../../next-step.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Ports } from '../../ports/index.ts';
import { Refusal } from '../../refusal.ts';
import { WITHOUT_STYLE } from '../../rules/settings.ts';
import { type LoadedManifest, pinned } from '../../usecases/install/load-manifest.ts';
import type { AnswerReferences } from '../answers.ts';

/** What the file holds: values and references, never a secret. */
interface SavedPlan {
  readonly format_version: 1;
  readonly kind: 'mcpctl-plan';
  readonly plan: Plan;
  readonly manifest: Manifest;
  readonly manifest_sha256: string;
  readonly answers: Readonly<Record<string, string>>;
  readonly secret_references: Readonly<Record<string, string>>;
}

export interface OpenedPlan {
  readonly plan: Plan;
  readonly loaded: LoadedManifest;
  readonly answers: AnswerReferences;
}

/** Bytes of a saved plan. It holds its manifest, and every scope once more. */
const LIMIT = 8 * 1024 * 1024;

/** @throws Refusal `file-unwritable` */
export async function savePlan(
  file: string,
  { plan, loaded, answers }: OpenedPlan,
  { files }: Pick<Ports, 'files'>,
): Promise<void> {
  const saved: SavedPlan = {
    format_version: 1,
    kind: 'mcpctl-plan',
    plan,
    manifest: loaded.manifest,
    manifest_sha256: loaded.sha256,
    answers: Object.fromEntries(answers.values),
    secret_references: Object.fromEntries(answers.references),
  };
  await files.write(file, `${JSON.stringify(saved, null, 2)}\n`);
}

/**
 * Returns the plan in a file, or undefined when the file is something else.
 *
 * @throws Refusal `plan-stale` when somebody has edited the file.
 */
export async function openPlan(file: string, { files }: Pick<Ports, 'files'>): Promise<OpenedPlan | undefined> {
  if (file === '-' || !file.endsWith('.json') || (await files.isFolder(file))) return undefined;
  const text = await files.read(file, LIMIT);
  if (!text.includes('"mcpctl-plan"')) return undefined;
  const { value } = await readDocument({ name: file, text }, 'json');
  if (!isSavedPlan(value)) return undefined;
  const { plan, manifest, manifest_sha256 } = value;
  const document = await readDocument({ name: file, text: JSON.stringify(manifest) }, 'json');
  const loaded = hasErrors(judgeDocument(document, WITHOUT_STYLE)) ? undefined : await pinned(manifest);
  if (loaded?.sha256 !== manifest_sha256) throw edited(file);
  const values = new Map(Object.entries(value.answers));
  const references = new Map(Object.entries(value.secret_references));
  return { plan, loaded, answers: { values, references } };
}

function isSavedPlan(value: unknown): value is SavedPlan {
  if (!isJsonObject(value)) return false;
  const { kind, plan, manifest, answers, secret_references } = value as Partial<SavedPlan>;
  return kind === 'mcpctl-plan' && [plan, manifest, answers, secret_references].every(isJsonObject);
}

function edited(file: string): Refusal {
  return new Refusal('plan-stale', {
    what: `The plan in ${file} is not as mcpctl saved it.`,
    why: 'Its manifest does not have the hash that the plan was made for.',
    hint: hint`Make it again: ${{ do: 'plan', out: file }}`,
    details: { file },
  });
}
