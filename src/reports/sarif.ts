/** SARIF 2.1.0 (OASIS), as code scanning services read it. Valid for Microsoft's multitool, rule kinds `Sarif;Ghas`. */

import type { CheckedFile, LintReport, LocatedDiagnostic, LocatedFix } from '../lint/report.ts';
import type { Range } from '../manifest/positions.ts';
import { type HintText, hint } from '../next-step.ts';
import { printableJson } from '../printable.ts';
import { ruleMetadata } from '../rules/metadata.ts';
import { fingerprints } from './fingerprint.ts';
import type { Rendering } from './rendering.ts';

const PACKAGE = 'https://www.npmjs.com/package/mcpctl';
const RULES = 'https://unpkg.com/mcpctl/docs/rules.md';

export async function renderSarif({ files }: LintReport, { version, text }: Rendering): Promise<string> {
  const codes = [...new Set(files.flatMap(({ diagnostics }) => diagnostics.map(({ code }) => code)))].sort();
  const prints = await fingerprints(files);
  const run = {
    tool: {
      driver: {
        name: 'mcpctl',
        version,
        semanticVersion: version,
        informationUri: PACKAGE,
        rules: codes.map((code) => ruleDocument(code, text)),
      },
    },
    columnKind: 'utf16CodeUnits',
    artifacts: files.map(({ name }) => ({ location: { uri: uriOf(name) }, sourceLanguage: languageOf(name) })),
    results: files.flatMap((file, index) =>
      file.diagnostics.map((diagnostic) => ({
        ...resultDocument(diagnostic, { file, index, ruleIndex: codes.indexOf(diagnostic.code) }),
        partialFingerprints: { 'mcpctl/v1': prints.get(diagnostic) },
      })),
    ),
  };
  const document = { $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] };
  return printableJson(document);
}

function ruleDocument(code: string, text: HintText) {
  const { description, severity } = ruleMetadata(code);
  return {
    id: code,
    ...(code.includes('-') && { name: pascalCase(code) }),
    shortDescription: { text: description },
    fullDescription: { text: description },
    help: { text: text(hint`${description} More: ${{ do: 'explain', code }}.`) },
    helpUri: `${RULES}#${code}`,
    defaultConfiguration: { level: severity },
    properties: { precision: 'very-high', tags: tagsOf(code) },
  };
}

/** SARIF wants a name for people that is not the id once more: a code of one word has none. */
function pascalCase(code: string): string {
  return code.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function tagsOf(code: string): string[] {
  return /secret|credentials|insecure|pkce/.test(code) ? ['security', 'mcp'] : ['correctness', 'mcp'];
}

function resultDocument(
  diagnostic: LocatedDiagnostic,
  { file, index, ruleIndex }: { readonly file: CheckedFile; readonly index: number; readonly ruleIndex: number },
) {
  const { code, severity, message, hint, range, related, fix } = diagnostic;
  const locate = (place: Range, text?: string) => ({
    physicalLocation: {
      artifactLocation: { uri: uriOf(file.name), index },
      region: { ...region(place), snippet: { text: snippetOf(file.text, place) } },
      ...contextOf(file.text, place),
    },
    ...(text && { message: { text } }),
  });
  return {
    ruleId: code,
    ruleIndex,
    level: severity,
    message: { text: hint ? `${message} ${hint}` : message },
    locations: [locate(range)],
    ...(related.length > 0 && {
      relatedLocations: related.map((other, id) => ({ id: id + 1, ...locate(other.range, other.message) })),
    }),
    ...(fix?.edits && { fixes: [fixDocument(file, index, fix)] }),
  };
}

function fixDocument({ name }: CheckedFile, index: number, { title, edits }: LocatedFix) {
  const replacements = edits?.map(({ range, text }) => ({
    deletedRegion: region(range),
    insertedContent: { text },
  }));
  return {
    description: { text: `${title}.` },
    artifactChanges: [{ artifactLocation: { uri: uriOf(name), index }, replacements }],
  };
}

function region({ start, end }: Range) {
  return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
}

/** The whole lines that hold the range, unless they are too long to help anyone. */
function contextOf(text: string, { start, end }: Range) {
  const from = start.offset - (start.column - 1);
  const rest = text.slice(end.offset, end.offset + LONGEST_CONTEXT).search(/[\r\n]|$/);
  const until = end.offset + rest;
  if (until - from > LONGEST_CONTEXT) return {};
  return { contextRegion: { startLine: start.line, endLine: end.line, snippet: { text: text.slice(from, until) } } };
}

/** The text of the region itself, or its start. */
function snippetOf(text: string, { start, end }: Range): string {
  return text.slice(start.offset, Math.min(end.offset, start.offset + LONGEST_CONTEXT));
}

/** In UTF-16 units. */
const LONGEST_CONTEXT = 2000;

/** Relative names stay relative to the checkout; RFC 3986 percent-encoding. */
function uriOf(name: string): string {
  if (name === '<stdin>') return 'stdin';
  const path = name.replaceAll('\\', '/').replace(/^(\.\/)+/, '');
  const encoded = path.split('/').map(encodeURIComponent).join('/');
  return path.startsWith('/') ? `file://${encoded}` : encoded;
}

function languageOf(name: string): string {
  return /\.ya?ml$/i.test(name) ? 'yaml' : 'json';
}
