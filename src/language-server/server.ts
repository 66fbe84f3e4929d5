/** `lsp`: findings of `validate` in an editor, and fixes as code actions (Language Server Protocol 3.17). */
import {
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  CompletionItemKind,
  type Connection,
  createConnection,
  type Diagnostic,
  DiagnosticSeverity,
  ErrorCodes,
  type InitializeResult,
  type Position,
  type Range,
  ResponseError,
  type TextDocumentPositionParams,
  TextDocumentSyncKind,
  TextDocuments,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { findingsInEditor, fixedInEditor } from '../lint/editor.ts';
import type { LocatedDiagnostic } from '../lint/report.ts';
import { lintSettings } from '../lint/settings.ts';
import { readDocument } from '../manifest/document.ts';
import type { Range as OurRange } from '../manifest/positions.ts';
import type { Span } from '../manifest/tree.ts';
import type { Ports } from '../ports/index.ts';
import type { Settings } from '../rules/settings.ts';
import { completionsAt } from './complete.ts';
import { hoverAt } from './hover.ts';
import { providerAt, renameProvider } from './rename.ts';

const FIX_ALL = `${CodeActionKind.SourceFixAll}.mcpctl`;

const CAPABILITIES: InitializeResult = {
  serverInfo: { name: 'mcpctl' },
  capabilities: {
    textDocumentSync: TextDocumentSyncKind.Incremental,
    codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, FIX_ALL] },
    hoverProvider: true,
    completionProvider: { triggerCharacters: ['"', ':', ' '] },
    renameProvider: { prepareProvider: true },
  },
};

/** Serves until the editor sends `exit`, which ends the process. The configuration comes from the folder it starts in. */
export async function serveEditor({ files }: Pick<Ports, 'files'>): Promise<never> {
  const settings = await lintSettings({}, { files });
  // Without arguments the connection uses standard input and output, as `--stdio` says.
  const connection = createConnection();
  const documents = new TextDocuments(TextDocument);
  connection.onInitialize(() => CAPABILITIES);
  documents.onDidChangeContent(async ({ document }) => {
    const { uri, version } = document;
    const findings = await findingsInEditor(sourceOf(document), settings);
    // The person may have typed meanwhile. Then a newer check is running.
    if (documents.get(uri)?.version !== version) return;
    await connection.sendDiagnostics({ uri, version, diagnostics: findings.map((each) => lspDiagnostic(each, uri)) });
  });
  documents.onDidClose(({ document: { uri } }) => connection.sendDiagnostics({ uri, diagnostics: [] }));
  connection.onCodeAction(async (params) => {
    const document = documents.get(params.textDocument.uri);
    return document
      ? [...(await quickFixes(document, params, settings)), ...(await fixAll(document, params, settings))]
      : [];
  });
  answerAboutPlaces(connection, documents, settings);
  documents.listen(connection);
  connection.listen();
  return new Promise(() => {});
}

/** Hover, completion, and renaming a provider. */
function answerAboutPlaces(connection: Connection, documents: TextDocuments<TextDocument>, settings: Settings): void {
  const at = async ({ textDocument: { uri }, position }: TextDocumentPositionParams) => {
    const open = documents.get(uri);
    return open && { open, offset: open.offsetAt(position), document: await readDocument(sourceOf(open)) };
  };
  const rangeIn = (open: TextDocument, [start, end]: Span): Range => ({
    start: open.positionAt(start),
    end: open.positionAt(end),
  });
  connection.onHover(async (params) => {
    const asked = await at(params);
    if (!asked) return null;
    const { open, offset, document } = asked;
    const point = { start: params.position, end: params.position };
    const findings = await findingsInEditor(sourceOf(open), settings);
    const codes = findings.filter(({ range }) => overlaps(rangeOf(range), point)).map(({ code }) => code);
    const found = hoverAt(document, offset, codes);
    return found ? { contents: { kind: 'markdown', value: found.text }, range: rangeIn(open, found.span) } : null;
  });
  connection.onCompletion(async (params) => {
    const asked = await at(params);
    if (!asked) return [];
    const { open, offset, document } = asked;
    const found = await completionsAt(document, offset);
    return found.map(({ label, kind, documentation, text, span }) => ({
      label,
      kind: kind === 'field' ? CompletionItemKind.Property : CompletionItemKind.Value,
      ...(documentation !== undefined && { documentation: { kind: 'markdown' as const, value: documentation } }),
      // An editor compares what is typed, with its quote, with this text.
      filterText: text,
      textEdit: { range: rangeIn(open, span), newText: text },
    }));
  });
  connection.onPrepareRename(async (params) => {
    const asked = await at(params);
    const found = asked && providerAt(asked.document, asked.offset);
    return asked && found ? { range: rangeIn(asked.open, found.span), placeholder: found.name } : null;
  });
  connection.onRenameRequest(async (params) => {
    const asked = await at(params);
    const found = asked && providerAt(asked.document, asked.offset);
    const edits = asked && found && renameProvider(asked.document, found.name, params.newName);
    if (!edits) return new ResponseError(ErrorCodes.InvalidParams, 'This is no free name for a provider.');
    const changes = edits.map(({ span, text }) => ({ range: rangeIn(asked.open, span), newText: text }));
    return { changes: { [params.textDocument.uri]: changes } };
  });
}

async function quickFixes(document: TextDocument, { range, context }: CodeActionParams, settings: Settings) {
  if (!isRequested(CodeActionKind.QuickFix, context.only)) return [];
  const findings = await findingsInEditor(sourceOf(document), settings);
  return findings
    .filter((finding) => overlaps(rangeOf(finding.range), range))
    .flatMap((each) => quickFix(each, document));
}

function quickFix(finding: LocatedDiagnostic, { uri }: TextDocument): CodeAction[] {
  const { fix } = finding;
  if (!fix?.edits) return [];
  const edits = fix.edits.map(({ range, text }) => ({ range: rangeOf(range), newText: text }));
  return [
    {
      title: fix.title,
      kind: CodeActionKind.QuickFix,
      diagnostics: [lspDiagnostic(finding, uri)],
      // An editor may apply a preferred fix without showing it, so only fixes that keep the meaning are preferred.
      isPreferred: fix.kind === 'safe',
      edit: { changes: { [uri]: edits } },
    },
  ];
}

async function fixAll(
  document: TextDocument,
  { context }: CodeActionParams,
  settings: Settings,
): Promise<CodeAction[]> {
  if (!isRequested(FIX_ALL, context.only)) return [];
  const newText = await fixedInEditor(sourceOf(document), settings);
  if (newText === document.getText()) return [];
  const range = { start: document.positionAt(0), end: document.positionAt(document.getText().length) };
  const edit = { changes: { [document.uri]: [{ range, newText }] } };
  return [{ title: 'Apply all safe fixes', kind: FIX_ALL, edit }];
}

/** Kinds are hierarchical: `source` asks for `source.fixAll` as well. */
function isRequested(kind: string, only: readonly string[] | undefined): boolean {
  return only === undefined || only.some((each) => kind === each || kind.startsWith(`${each}.`));
}

function lspDiagnostic({ code, severity, message, hint, range, related }: LocatedDiagnostic, uri: string): Diagnostic {
  return {
    source: 'mcpctl',
    code,
    severity: severity === 'error' ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning,
    message: hint === undefined ? message : `${message}\n${hint}`,
    range: rangeOf(range),
    relatedInformation: related.map((other) => ({
      message: other.message,
      location: { uri, range: rangeOf(other.range) },
    })),
  };
}

function sourceOf(document: TextDocument) {
  const name = decodeURIComponent(document.uri.split('/').at(-1) ?? '');
  // A document that was never saved has no file name extension.
  const isYaml = document.languageId === 'yaml' && !/\.ya?ml$/i.test(name);
  return { name: isYaml ? `${name}.yaml` : name, text: document.getText() };
}

/** Our lines and columns count from 1. Both count UTF-16 code units. */
function rangeOf({ start, end }: OurRange): Range {
  const position = ({ line, column }: OurRange['start']): Position => ({ line: line - 1, character: column - 1 });
  return { start: position(start), end: position(end) };
}

function overlaps(one: Range, other: Range): boolean {
  return !isBefore(one.end, other.start) && !isBefore(other.end, one.start);
}

function isBefore(one: Position, other: Position): boolean {
  return one.line < other.line || (one.line === other.line && one.character < other.character);
}
