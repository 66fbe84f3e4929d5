import { describe, expect, it } from 'vitest';
import { createHintText } from '../../../src/cli/render/command-line.ts';
import { checkedFile } from '../../../src/lint/checked-file.ts';
import { fixDocument } from '../../../src/lint/fixes.ts';
import { lintDocument } from '../../../src/lint/lint-document.ts';
import { countAllProblems } from '../../../src/lint/report.ts';
import { readDocument } from '../../../src/manifest/document.ts';
import { FORMAT_NAMES, FORMATS } from '../../../src/reports/formats.ts';
import { summaryLine } from '../../../src/reports/summary.ts';
import { DEFAULT_SETTINGS } from '../../../src/rules/settings.ts';

const LISTING = {
  ...{ name: 'field-desk', title: 't', description: 'd', publisher: 'p', status: 'beta', visibility: 'private' },
};

const scopes = (count: number) =>
  JSON.stringify({
    ...LISTING,
    oauth_providers: { p: { default_scopes: Array(count).fill('read') } },
    tool_collections: [
      { type: 'mcp', id: 'A-b', url: 'https://a.example', name: 'n', description: 'd', namespace: 'n' },
    ],
  });

async function reportOf(text: string, name = 'app.json') {
  const document = await readDocument({ name, text });
  return { files: [await checkedFile(document, lintDocument(document))], skipped: 0 };
}

describe('of a file with more than 200 findings', () => {
  it('199 are listed, errors first, and then how many more there are', async () => {
    const report = await reportOf(scopes(1000));
    const [file] = report.files;
    expect(file?.diagnostics).toHaveLength(200);
    expect(file?.diagnostics.map(({ code }) => code)).toContain('collection-id-snake-case');
    expect(file?.diagnostics.at(-1)).toMatchObject({ code: 'more-findings', severity: 'warning' });
    expect(countAllProblems(report.files)).toEqual({ errors: 1, warnings: 1000 });
    expect(summaryLine(report)).toContain('1 error, 1000 warnings');
  });

  it.each(FORMAT_NAMES)('the format %s says so', async (name) => {
    const report = await reportOf(scopes(1000));
    const text = await FORMATS[name].render(report, {
      color: false,
      columns: 120,
      version: '1.0.0',
      text: createHintText({}),
    });
    expect(text).toMatch(/802 more/);
  });

  it('with exactly 200, all are listed', async () => {
    const report = await reportOf(scopes(199));
    expect(report.files[0]?.diagnostics).toHaveLength(200);
    expect(report.files[0]?.unlisted).toBeUndefined();
  });
});

describe('a megabyte of faults is fixed to its end', () => {
  const yaml = (lines: (index: number) => string, count: number) =>
    `${Object.entries(LISTING)
      .map(([name, value]) => `${name}: ${value}\n`)
      .join('')}tool_collections:\n${Array.from({ length: count }, (_, index) => lines(index)).join('')}`;

  it.each<[string, string, string]>([
    ['equal scopes', 'app.json', scopes(120_000)],
    [
      'ids',
      'app.yaml',
      yaml(
        (index) =>
          `  - type: mcp\n    id: A-${index}\n    url: https://a.example\n    name: n${index}\n    description: d\n    namespace: n${index}\n`,
        8000,
      ),
    ],
  ])('%s', { timeout: 120_000 }, async (_, name, text) => {
    const { document, fixes } = await fixDocument(await readDocument({ name, text }), DEFAULT_SETTINGS, true);
    expect(fixes).toBeGreaterThanOrEqual(8000);
    expect(lintDocument(document).diagnostics.filter(({ fix }) => fix)).toEqual([]);
  });

  it('as far as the size of a document allows: the others are left', { timeout: 120_000 }, async () => {
    const text = yaml((index) => `  - https://a${index}.example/m\n`, 30_000);
    const { document, fixes } = await fixDocument(
      await readDocument({ name: 'app.yaml', text }),
      DEFAULT_SETTINGS,
      true,
    );
    expect(fixes).toBeGreaterThan(0);
    expect(document.faults).toEqual([]);
  });
});
