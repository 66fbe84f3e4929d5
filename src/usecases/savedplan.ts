/** A plan in a file: `plan --out` writes it, `install` does exactly that or refuses because the state has changed. */
import type { Manifest } from '../manifest/types.ts';
import type { Plan } from '../plan/plan.ts';
import type { Ports } from '../ports.ts';
import type { AnswerSources } from './givenanswers.ts';
import type { LoadedManifest } from './loadmanifest.ts';

/** What the file holds, beside `format_version`. Answers are references or values in the open: no secret. */
export interface SavedPlan {
  readonly format_version: 1;
  readonly kind: 'mcpctl-plan';
  readonly plan: Plan;
  readonly manifest: Manifest;
  readonly manifest_sha256: string;
  readonly answers: Readonly<Record<string, string>>;
}

/** Refuses `file-unwritable`. */
export async function savePlan(
  file: string,
  plan: Plan,
  { manifest, sha256 }: LoadedManifest,
  { set = [] }: AnswerSources,
  { files }: Pick<Ports, 'files'>,
): Promise<void> {
  const answers = Object.fromEntries(
    set.map((each) => [each.slice(0, each.indexOf('=')), each.slice(each.indexOf('=') + 1)]),
  );
  const saved: SavedPlan = {
    format_version: 1,
    kind: 'mcpctl-plan',
    plan,
    manifest,
    manifest_sha256: sha256,
    answers,
  };
  await files.write(file, `${JSON.stringify(saved, null, 2)}\n`);
}
