/** Identifies a finding in the next run, also when lines have moved. */
import type { CheckedFile, LocatedDiagnostic } from '../lint/report.ts';
import { sha256Of } from '../sha256.ts';

/** 32 hexadecimal digits for each diagnostic, different from all others of the report. */
export async function fingerprints(files: readonly CheckedFile[]): Promise<Map<LocatedDiagnostic, string>> {
  const seen = new Map<string, number>();
  const prints = new Map<LocatedDiagnostic, string>();
  for (const file of files) {
    for (const diagnostic of file.diagnostics) {
      const identity = JSON.stringify([file.name, diagnostic.code, diagnostic.message, firstLine(file, diagnostic)]);
      const count = (seen.get(identity) ?? 0) + 1;
      seen.set(identity, count);
      prints.set(diagnostic, (await sha256Of(`${identity}#${count}`)).slice(0, 32));
    }
  }
  return prints;
}

/** The content tells findings apart better than the line number or an index does: both change with edits above. */
function firstLine({ text }: CheckedFile, { range: { start } }: LocatedDiagnostic): string {
  const from = start.offset - Math.min(start.column - 1, LONGEST);
  return (text.slice(from, start.offset + LONGEST).split(/[\r\n]/, 1)[0] ?? '').trim();
}

/** As much of a line as counts on either side, in UTF-16 units: a minified file is one line. */
const LONGEST = 500;
