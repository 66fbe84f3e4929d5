/** From a file to a manifest that may be installed: found, read, without errors, pinned by its hash. */
import { canonicalManifest } from '../../manifest/canonical.ts';
import type { Manifest } from '../../manifest/types.ts';
import type { Ports } from '../../ports.ts';
import { Refusal } from '../../refusal.ts';
import { DEFAULT_SETTINGS } from '../../rules/index.ts';
import { checkedFile, findingsIn } from '../lint/document.ts';
import type { LintReport } from '../lint/report.ts';
import { documents } from '../validate.ts';

export interface LoadedManifest {
  readonly manifest: Manifest;
  /** Its canonical text, and the SHA-256 of that in hexadecimal. */
  readonly canonical: string;
  readonly sha256: string;
}

/** A manifest, or everything that is wrong with it. Warnings do not stop an installation. */
export type Loading =
  | { readonly loaded: LoadedManifest; readonly report: LintReport }
  | { readonly loaded?: undefined; readonly report: LintReport };

/** Without a file: the manifest of this folder. Refuses `file-not-found`, `file-unreadable`. */
export async function loadManifest(file: string | undefined, { files }: Pick<Ports, 'files'>): Promise<Loading> {
  const operands = file === undefined ? [] : [file];
  for await (const document of documents({ operands, settings: DEFAULT_SETTINGS }, files)) {
    if (!document) continue;
    if (document.kind === 'mcp-server') throw isServer(document.source.name);
    const findings = findingsIn(document, DEFAULT_SETTINGS);
    const report: LintReport = { files: [checkedFile(document, findings)], skipped: 0 };
    if (findings.diagnostics.some(({ severity }) => severity === 'error')) return { report };
    return { loaded: await pinned(document.value as Manifest), report };
  }
  throw new Error(`no document for ${file}`);
}

/** A manifest with its hash. It must have passed the rules. */
export async function pinned(manifest: Manifest): Promise<LoadedManifest> {
  const canonical = canonicalManifest(manifest);
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(canonical));
  const sha256 = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return { manifest, canonical, sha256 };
}

function isServer(file: string): Refusal {
  return new Refusal('manifest-invalid', {
    what: `${file} describes one MCP server; it is no app manifest.`,
    why: 'It has config.endpoint instead of tool_collections.',
    hint: `Create the server with: mcpctl server create -f ${file}`,
    details: { file },
  });
}
