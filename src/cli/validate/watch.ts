/** `validate --watch`: checks again whenever a file changes, until it is interrupted. */

import { filesToWatch } from '../../lint/files.ts';
import type { LintReport } from '../../lint/report.ts';
import { configurationPaths } from '../../lint/settings.ts';
import { type ValidateInput, validate } from '../../lint/validate.ts';
import { Refusal } from '../../refusal.ts';
import type { Context } from '../context.ts';

export interface WatchInput extends ValidateInput {
  /** Reads the configuration again: it may be written while we watch. */
  readonly readSettings: () => Promise<ValidateInput['settings']>;
}

/**
 * Checks, and checks again after each change, until the process ends.
 *
 * @throws Refusal for which the first check fails.
 */
export async function watchAndValidate(
  { ports, output }: { readonly ports: Pick<Context['ports'], 'files'>; readonly output: Context['output'] },
  { readSettings, ...input }: WatchInput,
  show: (report: LintReport) => Promise<void>,
): Promise<never> {
  await show(await validate(input, ports));
  const checkAgain = async () => {
    try {
      await show(await validate({ ...input, settings: await readSettings() }, ports));
    } catch (thrown) {
      // An editor may have moved the file away for a moment. The next change runs the check again.
      if (!(thrown instanceof Refusal)) throw thrown;
      output.warn(thrown.message);
    }
  };
  let running = Promise.resolve();
  const { files, searches } = await filesToWatch(input.operands, ports.files);
  await ports.files.watch(
    { files, searches, whereAllowed: configurationPaths(ports.files) },
    () => {
      running = running.then(checkAgain);
    },
    new AbortController().signal,
  );
  output.say('Watching. Ctrl-C ends it.');
  return new Promise(() => {});
}
