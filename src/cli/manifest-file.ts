/** Loads the manifest that a command works on. */
import { counted } from '../counted.ts';
import { countAllProblems, type LintReport } from '../lint/report.ts';
import { lintSettings } from '../lint/settings.ts';
import { hint } from '../next-step.ts';
import { Refusal } from '../refusal.ts';
import { STYLE_CODES } from '../rules/settings.ts';
import { type LoadedManifest, loadManifest } from '../usecases/install/load-manifest.ts';
import type { Context } from './context.ts';
import { findingsForRefusal } from './render/findings.ts';

/** What decides which findings are errors, beside the configuration file. */
export interface RuleOptions {
  readonly rule?: readonly string[];
}

/**
 * Shows the findings on standard error.
 * @throws Refusal manifest-invalid when there are errors
 */
export async function openManifest(
  file: string | undefined,
  { rule }: RuleOptions,
  { ports, globals, output }: Context,
): Promise<LoadedManifest> {
  const settings = await lintSettings({ rules: rule }, ports);
  const { loaded, report } = await loadManifest(file, ports, settings);
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
    hint: hint`Correct them, then look again with: ${{ do: 'validate', file: file ?? name }}${asItIs(report)}`,
    details: await findingsForRefusal(report, { globals, output }),
  });
}

/** How to use a manifest whose only errors are of style: it may be somebody else's, and published already. */
function asItIs({ files }: LintReport): string {
  const errors = files.flatMap(({ diagnostics }) => diagnostics).filter(({ severity }) => severity === 'error');
  const codes = [...new Set(errors.map(({ code }) => code))];
  if (!codes.every((code) => STYLE_CODES.has(code))) return '';
  return `\nTo use it as it is, add ${codes.map((code) => `--rule ${code}=off`).join(' ')}`;
}
