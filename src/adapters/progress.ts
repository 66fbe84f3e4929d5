/** Progress on standard error: one spinner on a terminal, plain lines elsewhere, nothing under `--quiet`. */
import type { Progress } from '../ports.ts';
import { printable } from '../printable.ts';

export interface ProgressOptions {
  /** Writes a whole line, or several. */
  readonly write: (line: string) => void;
  /** Asked for when something is animated. */
  readonly stream: () => NodeJS.WriteStream;
  readonly animated: boolean;
  readonly quiet: boolean;
}

export function createProgress({ write: writeLine, stream, animated, quiet }: ProgressOptions): Progress {
  // What a server calls itself, and its scopes, are told on the way.
  const write = (line: string) => writeLine(printable(line, { lines: true }));
  if (quiet) return { step() {}, done() {}, note() {}, warn: write };
  if (!animated) return { step: write, done() {}, note: write, warn: write };
  const spinner = createSpinner(stream);
  const pausing = (line: string) => {
    spinner.stop();
    write(line);
  };
  return { step: (line) => spinner.start(printable(line)), done: spinner.stop, note: pausing, warn: pausing };
}

/** The spinner's library is loaded when something first takes long enough to have one. */
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
