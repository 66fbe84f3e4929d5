/** Apps whose manifest file has changed since it was installed, and what an upgrade would change. */
import type { NextStep } from '../../next-step.ts';
import { appName } from '../../plan/names.ts';
import type { Change } from '../../plan/plan.ts';
import { NO_ANSWERS } from '../../plan/questions.ts';
import type { ProjectState } from '../../plan/state.ts';
import { planUpgrade } from '../../plan/upgrade.ts';
import type { Ports, Scope } from '../../ports/index.ts';
import type { Installation } from '../../records.ts';
import { Refusal } from '../../refusal.ts';
import { WITHOUT_STYLE } from '../../rules/settings.ts';
import { sha256Of } from '../../sha256.ts';
import { readApps } from './project-state.ts';

export interface Drift {
  readonly app: string;
  /** Where the app was installed from. */
  readonly file: string;
  /** What an upgrade would change in providers that are installed. */
  readonly providers: readonly { readonly name: string; readonly changes: readonly Change[] }[];
  readonly next: NextStep;
}

/** Bytes of a manifest. A larger file cannot be installed. */
const LIMIT = 16 * 1024 * 1024;

/** Looks only at manifests that are still where they were installed from. */
export async function drifts(
  { project }: Pick<Scope, 'project'>,
  { state, files }: Pick<Ports, 'state' | 'files'>,
): Promise<Drift[]> {
  const now = await state.read((tables) => readApps(project, tables));
  const found: Drift[] = [];
  for (const installation of now.installations) {
    const { source } = installation;
    const text = source && (await readIfThere(source.path, files));
    if (text === undefined || (await sha256Of(text)) === source?.sha256) continue;
    const drift = await driftOf(installation, now, files);
    if (drift) found.push(drift);
  }
  return found;
}

async function readIfThere(path: string, files: Ports['files']): Promise<string | undefined> {
  try {
    return (await files.exists(path)) ? await files.read(path, LIMIT) : undefined;
  } catch (thrown) {
    // The file may belong to another user, or be a folder now. What is installed does not depend on it.
    if (thrown instanceof Refusal) return undefined;
    throw thrown;
  }
}

async function driftOf(
  installation: Installation,
  state: ProjectState,
  files: Ports['files'],
): Promise<Drift | undefined> {
  const file = installation.source?.path ?? '';
  const { loadManifest } = await import('./load-manifest.ts');
  const { loaded } = await loadManifest(file, { files }, WITHOUT_STYLE);
  const app = installation.name;
  if (!loaded) return { app, file, providers: [], next: { do: 'validate', file } };
  if (loaded.canonical === installation.manifest || appName(loaded.manifest) !== app) return undefined;
  const { steps } = planUpgrade(loaded.manifest, installation, state, NO_ANSWERS);
  const providers = steps.flatMap((step) =>
    step.action === 'update-provider' ? [{ name: step.provider.name, changes: step.changes }] : [],
  );
  return { app, file, providers, next: { do: 'upgrade', app, file } };
}
