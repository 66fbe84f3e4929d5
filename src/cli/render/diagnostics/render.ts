/** The formats of `validate`. Each is loaded when it is asked for. */
import type { LintReport } from '../../../lint/report.ts';
import { loadStyles } from '../../plain-styles.ts';

export interface Rendering {
  readonly color: boolean;
  /** Terminal columns. */
  readonly columns: number;
  /** Of this program. */
  readonly version: string;
}

/** The text for standard output; empty when the format has nothing to say. */
export type Render = (report: LintReport, rendering: Rendering) => string | Promise<string>;

const RENDERERS = {
  pretty: async () => {
    const { renderPretty } = await import('./pretty.ts');
    return async (report, { color, columns }) => renderPretty(report, { style: await loadStyles(color), columns });
  },
  concise: async () => (await import('./concise.ts')).renderConcise,
  json: async () => (await import('./json.ts')).renderJson,
  sarif: async () => (await import('./sarif.ts')).renderSarif,
  github: async () => (await import('./github.ts')).renderGithub,
  gitlab: async () => (await import('./gitlab.ts')).renderGitlab,
  junit: async () => (await import('./junit.ts')).renderJunit,
} as const satisfies Record<string, () => Promise<Render>>;

export type Format = keyof typeof RENDERERS;

export const FORMATS = Object.keys(RENDERERS) as readonly Format[];

export async function render(format: Format, report: LintReport, rendering: Rendering): Promise<string> {
  const renderer: Render = await RENDERERS[format]();
  return renderer(report, rendering);
}
