/** `validate --fix`: the documents after their fixes, and what is still wrong with them. */
import type { Document } from '../manifest/document.ts';
import type { Ports } from '../ports/index.ts';
import { checkedFile } from './checked-file.ts';
import { nothingToLint } from './files.ts';
import { fixDocument } from './fixes.ts';
import { redact, secretSpans } from './redact.ts';
import type { CheckedFile, LintReport } from './report.ts';
import { readDocuments, type ValidateInput } from './validate.ts';

export interface FixInput extends ValidateInput {
  /** Whether fixes that change meaning or identity are applied too. */
  readonly unsafe: boolean;
  /** Whether changed documents are written back. */
  readonly write: boolean;
}

export interface FixReport {
  /** What is wrong after the fixes. */
  readonly report: LintReport;
  readonly changes: readonly Change[];
}

/** A document that fixes changed. Secrets are redacted in both texts. */
export interface Change {
  readonly name: string;
  readonly fixes: number;
  readonly before: string;
  readonly after: string;
}

/**
 * Fixes every document.
 *
 * @throws Refusal `file-not-found`, `file-unreadable`, `file-unwritable`
 */
export async function fix(input: FixInput, { files }: Pick<Ports, 'files'>): Promise<FixReport> {
  const checked: CheckedFile[] = [];
  const changes: Change[] = [];
  let skipped = 0;
  for await (const document of readDocuments(input, files)) {
    if (!document) {
      skipped++;
      continue;
    }
    const fixed = await fixDocument(document, input.settings, input.unsafe);
    if (fixed.fixes > 0) {
      changes.push({
        name: document.source.name,
        fixes: fixed.fixes,
        before: redacted(document),
        after: redacted(fixed.document),
      });
      if (input.write) await files.rewrite(document.source.name, fixed.document.source.text);
    }
    checked.push(await checkedFile(fixed.document, fixed.findings, input.withEdits));
  }
  if (checked.length === 0) throw nothingToLint(input.operands, skipped);
  return { report: { files: checked, skipped }, changes };
}

function redacted(document: Document): string {
  return redact(document.source.text, secretSpans(document));
}
