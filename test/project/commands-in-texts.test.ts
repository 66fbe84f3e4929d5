import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';

const SRC = resolve(import.meta.dirname, '../../src');

/** Help says what anybody types, and a realm is a name in a header (RFC 9110, section 11.5). */
const isHelp = (file: string, line: string) => file.endsWith('command.ts') || line.includes('realm=');

/** Where a text may name a command, and why. */
const ALLOWED: Readonly<Record<string, string>> = {
  'cli/render/command-line.ts': 'It words the steps.',
  'cli/examples.ts': 'Help: what anybody types.',
  'reports/github-summary.ts': 'A heading.',
  'completion/scripts.ts': 'Scripts of shells.',
  // What is wrong with a document is told alike wherever it is checked: neither command has a project, user or home.
  'manifest/json-parser.ts': 'mcpctl init',
  'manifest/shape.ts': 'mcpctl schema',
  'manifest/yaml-tree.ts': 'mcpctl init',
};

/** `mcpctl` and a word that is a command, in a string or a template. */
const COMMAND =
  /\bmcpctl (?:--|agent|api-key|audit|call|compile|completion|connect|disconnect|discover|doctor|explain|export|gateway|import|init|install|keys|list|lsp|person|plan|project|provider|reinstall|schema|server|show|status|token|tools|uninstall|upgrade|validate|web-app)\b|\bmcpctl \$\{/;

/** The lines of a file that are code: comments tell whoever reads them what to type. */
function linesOf(file: string): string[] {
  const code = readFileSync(join(SRC, file), 'utf8').replace(/\/\*[\s\S]*?\*\//g, (comment) =>
    comment.replace(/[^\n]/g, ''),
  );
  return code.split('\n').map((line) => (/^\s*\/\//.test(line) ? '' : line));
}

it('no text names a command but what words next steps: it would not have the project, the user and the home', () => {
  const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  const found = files
    .filter((file) => !(file.replaceAll('\\', '/') in ALLOWED))
    .flatMap((file) =>
      linesOf(file).flatMap((line, index) =>
        COMMAND.test(line) && !isHelp(file, line) ? [`src/${file}:${index + 1} ${line.trim()}`] : [],
      ),
    );
  expect(found).toEqual([]);
});

it('no file is allowed to that does not', () => {
  for (const file of Object.keys(ALLOWED)) expect(readFileSync(join(SRC, file), 'utf8'), file).toContain('mcpctl');
});
