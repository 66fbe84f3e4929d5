/** The standard streams of this process, and how the process ends when it can no longer write to one of them. */
import { EXIT } from '../refusal.ts';
import { createStandardStreams, type StandardStreams } from './standard-streams.ts';

export function processStreams(): StandardStreams {
  return createStandardStreams(process, {
    // A reader that has gone (`mcpctl list | head -1`) is not an error.
    readerGone: () => process.exit(EXIT.done),
    unwritable: () => process.exit(EXIT.local),
  });
}
