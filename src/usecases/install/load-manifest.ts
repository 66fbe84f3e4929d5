/** From a file to a manifest that may be installed: found, read, without errors, pinned by its hash. */

import { checkedFile } from '../../lint/checked-file.ts';
import { nothingToLint } from '../../lint/files.ts';
import { hasErrors, judgeDocument, lintDocument } from '../../lint/lint-document.ts';
import type { LintReport } from '../../lint/report.ts';
import { readDocuments } from '../../lint/validate.ts';
import { canonicalManifest } from '../../manifest/canonical.ts';
import type { Manifest } from '../../manifest/types.ts';
import { hint } from '../../next-step.ts';
import type { Ports } from '../../ports/index.ts';
import type { Installation } from '../../records.ts';
import { Refusal } from '../../refusal.ts';
import { DEFAULT_SETTINGS, type Settings } from '../../rules/settings.ts';
import { sha256Of } from '../../sha256.ts';

export interface LoadedManifest {
  readonly manifest: Manifest;
  /** Its canonical text, and the SHA-256 of that in hexadecimal. */
  readonly canonical: string;
  readonly sha256: string;
  /** The file, when it came from one. */
  readonly source?: Installation['source'];
}

/** A manifest, or everything that is wrong with it. Warnings do not stop an installation. */
export type Loading =
  | { readonly loaded: LoadedManifest; readonly report: LintReport }
  | { readonly loaded?: undefined; readonly report: LintReport };

/**
 * Without a file, loads the manifest of this folder.
 *
 * @param settings Those of `validate`. They lower only rules of style.
 * @throws Refusal `file-not-found`, `file-unreadable`, `manifest-invalid` for a server document.
 */
export async function loadManifest(
  file: string | undefined,
  { files }: Pick<Ports, 'files'>,
  settings: Settings = DEFAULT_SETTINGS,
): Promise<Loading> {
  const operands = file === undefined ? [] : [file];
  let skipped = 0;
  for await (const document of readDocuments({ operands }, files)) {
    if (!document) {
      skipped++;
      continue;
    }
    if (document.kind === 'mcp-server') throw isServer(document.source.name);
    const judged = judgeDocument(document, settings);
    const isRefused = hasErrors(judged);
    const findings = isRefused ? { diagnostics: judged, suppressed: 0 } : lintDocument(document, settings);
    const report: LintReport = { files: [await checkedFile(document, findings)], skipped: 0 };
    if (isRefused) return { report };
    const { name, text } = document.source;
    const source = file === '-' ? undefined : { path: files.absolute(name), sha256: await sha256Of(text) };
    return { loaded: { ...(await pinned(document.value as Manifest)), source }, report };
  }
  throw nothingToLint(operands, skipped);
}

/** A manifest with its hash. It must have passed the rules. */
export async function pinned(manifest: Manifest): Promise<LoadedManifest> {
  const canonical = canonicalManifest(manifest);
  return { manifest, canonical, sha256: await sha256Of(canonical) };
}

function isServer(file: string): Refusal {
  return new Refusal('manifest-invalid', {
    what: `${file} describes one MCP server; it is no app manifest.`,
    why: 'It has config.endpoint instead of tool_collections.',
    hint: hint`Create the server with: ${{ do: 'create', what: 'server', file }}`,
    details: { file },
  });
}
