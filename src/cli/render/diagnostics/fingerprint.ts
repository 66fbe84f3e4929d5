/** What makes a finding the same finding in the next run, although lines have moved. */
import type { CheckedFile, LocatedDiagnostic } from '../../../usecases/lint-report.ts';

/** 32 hexadecimal digits for each diagnostic, different from all others of the report. */
export async function fingerprints(files: readonly CheckedFile[]): Promise<Map<LocatedDiagnostic, string>> {
  const seen = new Map<string, number>();
  const prints = new Map<LocatedDiagnostic, string>();
  for (const file of files) {
    for (const diagnostic of file.diagnostics) {
      const identity = JSON.stringify([file.name, diagnostic.code, diagnostic.message, firstLine(file, diagnostic)]);
      const count = (seen.get(identity) ?? 0) + 1;
      seen.set(identity, count);
      prints.set(diagnostic, await digest(`${identity}#${count}`));
    }
  }
  return prints;
}

/** The content tells findings apart better than the line number or an index does: both change with edits above. */
function firstLine({ text }: CheckedFile, { range: { start } }: LocatedDiagnostic): string {
  const from = start.offset - (start.column - 1);
  return (text.slice(from).split(/[\r\n]/, 1)[0] ?? '').trim();
}

async function digest(text: string): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
  return [...bytes.subarray(0, 16)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
