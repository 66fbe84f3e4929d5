/** `validate --watch`: checks again whenever a file changes, until it is interrupted. */

import { filesToWatch } from '../../lint/files.ts';
import type { LintReport } from '../../lint/report.ts';
import { type ValidateInput, validate } from '../../lint/validate.ts';
import { Refusal } from '../../refusal.ts';
import type { Context } from '../context.ts';

/**
 * Checks, and checks again after each change, until the process ends.
 *
 * @throws Refusal for which the first check fails.
 */
export async function watchAndValidate(
  { ports, output }: { readonly ports: Pick<Context['ports'], 'files'>; readonly output: Context['output'] },
  input: ValidateInput,
  show: (report: LintReport) => Promise<void>,
): Promise<never> {
  await show(await validate(input, ports));
  const checkAgain = async () => {
    try {
      await show(await validate(input, ports));
    } catch (thrown) {
      // An editor may have moved the file away for a moment. The next change runs the check again.
      if (!(thrown instanceof Refusal)) throw thrown;
      output.warn(thrown.message);
    }
  };
  let running = Promise.resolve();
  await ports.files.watch(
    await filesToWatch(input.operands, ports.files),
    () => {
      running = running.then(checkAgain);
    },
    new AbortController().signal,
  );
  output.say('Watching. Ctrl-C ends it.');
  return new Promise(() => {});
}
