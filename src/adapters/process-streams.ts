/** The standard streams of this very process, and how it ends when one of them can be written no more. */
import { createStandardStreams, type StandardStreams } from './standard-streams.ts';

/** EXIT of refusal.ts, whose other half would have to be loaded with it. */
const DONE = 0;
const LOCAL = 5;

export function processStreams(): StandardStreams {
  return createStandardStreams(process, {
    // A reader that went away (`mcpctl list | head -1`) is no error of ours.
    readerGone: () => process.exit(DONE),
    unwritable: () => process.exit(LOCAL),
  });
}
