/** Shows the result of a tool: text as it is, with `--json` everything, and files in the folder of `--out`. */
import type { CallToolResult } from '../../mcp/session.ts';
import { hint, type NextStep } from '../../next-step.ts';
import type { Files } from '../../ports/index.ts';
import { printable, printableJson } from '../../printable.ts';
import { Refusal } from '../../refusal.ts';
import type { OfferedTool } from '../../tools/tools.ts';
import type { Output } from '../output.ts';

export interface ShowOptions {
  readonly json: boolean;
  /** The folder for images and other files. */
  readonly out: string | undefined;
  readonly output: Output;
  readonly files: Pick<Files, 'write'>;
}

const KEEP: NextStep = { do: 'give', field: 'out', value: 'DIR' };

type Content = CallToolResult['content'][number];

/** @throws Refusal `tool-error` when the tool reports an error. */
export async function showResult(called: OfferedTool, result: CallToolResult, options: ShowOptions): Promise<void> {
  if (result.isError) throw toolError(called, result);
  const { json, out, output, files } = options;
  const saved = out === undefined ? [] : await save({ tool: called.name, content: result.content, folder: out }, files);
  if (json) {
    output.json({
      tool: called.name,
      server: called.server.name,
      content: result.content,
      structured_content: result.structuredContent,
      files: saved,
    });
    return;
  }
  const texts = result.content.flatMap(textOf);
  for (const text of texts) output.data(shown(text));
  if (texts.length === 0 && result.structuredContent !== undefined) {
    output.data(printableJson(result.structuredContent));
  }
  for (const file of saved) output.say(`Wrote ${file}`);
  const unsaved = out === undefined ? result.content.flatMap(fileOf) : [];
  for (const { mimeType, data } of unsaved) {
    output.say(hint`The result holds ${printable(mimeType)} of ${bytesOf(data).length} bytes: add ${KEEP} to keep it.`);
  }
}

function toolError(called: OfferedTool, { content, structuredContent }: CallToolResult): Refusal {
  const text = content.flatMap(textOf).join('\n').replaceAll('\r\n', '\n').trim();
  return new Refusal('tool-error', {
    what: `${called.name} reported an error: ${text || 'it does not say which.'}`,
    hint: hint`Check the arguments. What it takes: ${{ do: 'tools', target: called.server.name, json: true }}`,
    details: { tool: called.name, server: called.server.name, content, structured_content: structuredContent },
  });
}

function textOf(content: Content): string[] {
  if (content.type === 'text') return [content.text];
  if (content.type === 'resource_link') return [content.uri];
  if (content.type === 'resource' && 'text' in content.resource) return [content.resource.text];
  return [];
}

function fileOf(content: Content): { mimeType: string; data: string }[] {
  if (content.type === 'image' || content.type === 'audio') return [content];
  if (content.type === 'resource' && 'blob' in content.resource) {
    return [{ mimeType: content.resource.mimeType ?? 'application/octet-stream', data: content.resource.blob }];
  }
  return [];
}

/** A server chooses no part of the name of a file. */
async function save(
  { tool, content, folder }: { readonly tool: string; readonly content: readonly Content[]; readonly folder: string },
  files: Pick<Files, 'write'>,
) {
  const saved: string[] = [];
  for (const [index, { mimeType, data }] of content.flatMap(fileOf).entries()) {
    const extension = EXTENSIONS.get(mimeType.split(';')[0]?.trim().toLowerCase() ?? '') ?? 'bin';
    const path = `${folder.replace(/\/+$/, '')}/${tool}-${index + 1}.${extension}`;
    await files.write(path, bytesOf(data));
    saved.push(path);
  }
  return saved;
}

const EXTENSIONS: ReadonlyMap<string, string> = new Map([
  ['image/png', 'png'],
  ['image/jpeg', 'jpg'],
  ['image/gif', 'gif'],
  ['image/webp', 'webp'],
  ['image/svg+xml', 'svg'],
  ['audio/mpeg', 'mp3'],
  ['audio/wav', 'wav'],
  ['audio/ogg', 'ogg'],
  ['application/pdf', 'pdf'],
  ['application/json', 'json'],
  ['application/zip', 'zip'],
]);

function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

const shown = (text: string) => printable(text.replaceAll('\r\n', '\n'), { lines: true });
