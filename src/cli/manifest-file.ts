/** Loads the manifest that a command works on. */
import { counted } from '../counted.ts';
import { countAllProblems } from '../lint/report.ts';
import { hint } from '../next-step.ts';
import { Refusal } from '../refusal.ts';
import { type LoadedManifest, loadManifest } from '../usecases/install/load-manifest.ts';
import type { Context } from './context.ts';
import { findingsForRefusal } from './render/findings.ts';

/**
 * Shows the findings on standard error.
 * @throws Refusal manifest-invalid when there are errors
 */
export async function openManifest(
  file: string | undefined,
  { ports, globals, output }: Context,
): Promise<LoadedManifest> {
  const { loaded, report } = await loadManifest(file, ports);
  const diagnostics = report.files.flatMap((each) => each.diagnostics);
  if (diagnostics.length === 0 && loaded) return loaded;
  const name = report.files[0]?.name ?? '';
  const { errors, warnings } = countAllProblems(report.files);
  if (loaded) {
    output.say(hint`${name}: ${counted(warnings, 'warning')}. See ${{ do: 'validate', file: file ?? name }}`);
    return loaded;
  }
  throw new Refusal('manifest-invalid', {
    what: `${name} has ${counted(errors, 'error')}.`,
    hint: hint`Correct them, then look again with: ${{ do: 'validate', file: file ?? name }}`,
    details: await findingsForRefusal(report, { globals, output }),
  });
}
