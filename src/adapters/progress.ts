/** Progress on standard error: one spinner on a terminal, plain lines elsewhere, nothing under `--quiet`. */
import type { Progress } from '../ports/index.ts';
import { printable } from '../printable.ts';
import { withoutSecrets } from '../secret.ts';

export interface ProgressOptions {
  /** Writes a whole line, or several. */
  readonly write: (line: string) => void;
  /** Called when something is animated. */
  readonly stream: () => NodeJS.WriteStream;
  readonly animated: boolean;
  readonly quiet: boolean;
}

export function createProgress({ write: writeLine, stream, animated, quiet }: ProgressOptions): Progress {
  // Steps name servers and scopes. They stay on one line, so that no text of a server looks like a line of ours.
  const write = (line: string) => writeLine(printable(line));
  const warn = (lines: string) => writeLine(printable(lines, { lines: true }));
  if (quiet) return { step() {}, done() {}, note() {}, warn };
  if (!animated) return { step: write, done() {}, note: write, warn };
  const spinner = createSpinner(stream);
  const pausing = (say: (text: string) => void) => (text: string) => {
    spinner.stop();
    say(text);
  };
  return {
    step: (line) => spinner.start(printable(withoutSecrets(line))),
    done: spinner.stop,
    note: pausing(write),
    warn: pausing(warn),
  };
}

/** Loads the library of the spinner when a step first takes long enough to show one. */
function createSpinner(stream: () => NodeJS.WriteStream) {
  let current: string | undefined;
  let stopShown = () => {};
  const show = async () => {
    const { default: yoctoSpinner } = await import('yocto-spinner');
    if (current === undefined) return;
    stopShown();
    const shown = yoctoSpinner({ text: current, stream: stream() }).start();
    stopShown = () => shown.stop();
  };
  return {
    start(message: string) {
      current = message;
      void show();
    },
    stop() {
      current = undefined;
      stopShown();
      stopShown = () => {};
    },
  };
}
