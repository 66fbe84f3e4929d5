/**
 * The formats of `validate`, and what each can do. To add one: a file beside this one that renders a report, and a line in
 * the table. `--format`, its help and its completion follow.
 */
import type { LintReport } from '../lint/report.ts';
import { loadStyles } from './load-styles.ts';
import type { Rendering } from './rendering.ts';

export interface Format {
  /** The text for standard output; empty when the format has nothing to say. Loads what it needs when it is called. */
  readonly render: (report: LintReport, rendering: Rendering) => Promise<string>;
  /** Whether the format carries the edits of each fix. For all others they are not even made. */
  readonly carriesEdits?: boolean;
  /** Whether the format prints nothing when there are no findings. A format for programs always has a document. */
  readonly silentWhenClean?: boolean;
  /** Whether a service looks the files up in the repository, so that their names must be relative. */
  readonly looksFilesUp?: boolean;
  /** Whether a CI runner executes its lines. In no other format may a line be a command. */
  readonly writesWorkflowCommands?: boolean;
  /** Markdown that `--step-summary` appends to a file. Formats without it ignore that option. */
  readonly summary?: (report: LintReport) => Promise<string>;
}

const formats = {
  pretty: {
    render: async (report, { color, columns }) =>
      (await import('./pretty.ts')).renderPretty(report, { style: await loadStyles(color), columns }),
    silentWhenClean: true,
  },
  concise: {
    render: async (report) => (await import('./concise.ts')).renderConcise(report),
    silentWhenClean: true,
  },
  json: {
    render: async (report) => (await import('./json.ts')).renderJson(report),
    carriesEdits: true,
  },
  sarif: {
    render: async (report, rendering) => (await import('./sarif.ts')).renderSarif(report, rendering),
    carriesEdits: true,
    looksFilesUp: true,
  },
  github: {
    render: async (report) => (await import('./github.ts')).renderGithub(report),
    writesWorkflowCommands: true,
    looksFilesUp: true,
    summary: async (report) => (await import('./github-summary.ts')).renderGithubSummary(report),
  },
  gitlab: {
    render: async (report) => (await import('./gitlab.ts')).renderGitlab(report),
    looksFilesUp: true,
  },
  junit: {
    render: async (report) => (await import('./junit.ts')).renderJunit(report),
  },
} satisfies Record<string, Format>;

export type FormatName = keyof typeof formats;

export const FORMATS: Readonly<Record<FormatName, Format>> = formats;
export const FORMAT_NAMES = Object.keys(formats) as readonly FormatName[];
