import { describe, expect, it } from 'vitest';
import { createHintText } from '../../../src/cli/render/command-line.ts';
import type { LintReport } from '../../../src/lint/report.ts';
import { withoutWorkflowCommands } from '../../../src/printable.ts';
import { renderDiff } from '../../../src/reports/diff.ts';
import { FORMATS } from '../../../src/reports/formats.ts';

const EVIL = '\u001b[2J\u009b31m\u202e\u200b\u3164\n::error::x\r  ::add-mask::y\n##[stop-commands]a';
const position = { line: 1, column: 1, offset: 0 };
const range = { start: position, end: { line: 1, column: 2, offset: 1 } };
const found: LintReport = {
  skipped: 0,
  files: [
    {
      name: `d/ev${EVIL}.json`,
      kind: 'app-manifest',
      text: `"${EVIL}"`,
      suppressed: 0,
      diagnostics: [
        {
          code: 'label-characters',
          severity: 'error',
          message: `"name" has ${EVIL}`,
          hint: `Remove ${EVIL}`,
          range,
          path: ['tool', EVIL],
          related: [{ range, message: EVIL }],
          fix: { kind: 'safe', title: EVIL, edits: [{ range, text: EVIL }] },
        },
      ],
    },
  ],
} as never;
const rendering = { color: false, columns: 120, version: '1.0.0', text: createHintText({}) };

/** What a runner of GitHub Actions takes for a command. */
const COMMAND = /^\s*::|##\[/m;

describe.each(Object.entries(FORMATS))('%s', (_, { render, writesWorkflowCommands, summary }) => {
  it('shows no character that moves or hides something, in names, messages, hints and snippets', async () => {
    expect(await render(found, rendering)).not.toMatch(/[^\P{Cc}\n]|\p{Cf}|\u3164/u);
    expect((await summary?.(found)) ?? '').not.toMatch(/[^\P{Cc}\n]|\p{Cf}|\u3164/u);
  });

  it('has no line that a runner executes, and that we did not mean', async () => {
    const text = await render(found, rendering);
    if (writesWorkflowCommands) {
      expect(text.split('\n').filter((line) => COMMAND.test(line))).toEqual([expect.stringMatching(/^::error file=/)]);
    } else expect(withoutWorkflowCommands(text)).not.toMatch(COMMAND);
  });
});

it.each(['json', 'sarif', 'gitlab', 'junit'] as const)('%s has no command with any runner', async (name) => {
  expect(await FORMATS[name].render(found, rendering)).not.toMatch(COMMAND);
});

it('a document is the same with the escapes', async () => {
  const { files } = JSON.parse(await FORMATS.json.render(found, rendering));
  expect(files[0]).toMatchObject({ file: `d/ev${EVIL}.json`, diagnostics: [{ message: `"name" has ${EVIL}` }] });
});

it('a name with line breaks adds no line to a diff', () => {
  const lines = renderDiff([{ name: EVIL, before: 'a\n', after: 'b\n' }], false).split('\n');
  expect(lines.map((line) => line.slice(0, 2))).toEqual(['--', '++', '@@', '-a', '+b']);
});

it('text loses its commands, and JSON its value not', () => {
  expect(withoutWorkflowCommands('a\n \t::set-env name=x::y\n##[group]')).toBe(
    'a\n \t\\u003a:set-env name=x::y\n#\\u0023[group]',
  );
  expect(JSON.parse(withoutWorkflowCommands('"##[group] ::"'))).toBe('##[group] ::');
});
