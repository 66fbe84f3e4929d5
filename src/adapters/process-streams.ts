/** The standard streams of this process, and how the process ends when it can no longer write to one of them. */
import { withoutWorkflowCommands } from '../printable.ts';
import { EXIT } from '../refusal.ts';
import { createStandardStreams, type StandardStream, type StandardStreams } from './standard-streams.ts';

export function processStreams(): StandardStreams {
  const streams = createStandardStreams(process, {
    // A reader that has gone (`mcpctl list | head -1`) is not an error.
    readerGone: () => process.exit(EXIT.done),
    unwritable: () => process.exit(EXIT.local),
  });
  if (!process.env.GITHUB_ACTIONS) return streams;
  return { out: inWorkflow(streams.out), error: inWorkflow(streams.error) };
}

/** A runner reads commands from both streams of a step. Only those that we mean to write reach it. */
function inWorkflow(stream: StandardStream): StandardStream {
  return {
    get isTerminal() {
      return stream.isTerminal;
    },
    get columns() {
      return stream.columns;
    },
    write: (text, content) => stream.write(content === 'workflow-commands' ? text : withoutWorkflowCommands(text)),
  };
}
