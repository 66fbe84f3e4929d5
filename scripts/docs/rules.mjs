// docs/rules.md, from the rules and their fixtures.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exportsOf, root } from './source.mjs';

const fixtures = join(root, 'fixtures/rules');

const INTRODUCTION = `# Rules

Made from the rules and their fixtures by \`npm run docs\`. \`mcpctl explain CODE\` shows the same.

Severities can be changed in a configuration file or with \`--rule CODE=off|warn|error\`, except for what keeps a document
from being read. "Safe" fixes are applied by \`--fix\`; "unsafe" ones, which change meaning or identity, by
\`--fix --unsafe-fixes\`.
`;

export async function rulesPage() {
  const { allRuleMetadata } = await exportsOf("export * from './rules/metadata.ts'");
  const rules = allRuleMetadata();
  const examples = await Promise.all(rules.map(({ code }) => exampleOf(code)));
  const rows = rules.map(
    (rule, index) =>
      `| [\`${rule.code}\`](#${rule.code}) | ${severityOf(rule, examples[index])} | ${rule.description} | ${fixOf(examples[index])} |`,
  );
  return `${INTRODUCTION}
| code | severity | demands | fix |
|---|---|---|---|
${rows.join('\n')}

${rules.map((rule, index) => section(rule, examples[index])).join('\n')}`;
}

function section({ code, description, rationale }, example) {
  const parts = [`## ${code}\n`, `${[description, rationale].filter(Boolean).join(' ')}\n`];
  if (example) {
    parts.push(`\`\`\`${example.language}\n${example.document}\`\`\`\n`, `\`\`\`text\n${example.report}\`\`\`\n`);
  }
  return parts.join('\n');
}

function severityOf({ severity, severityForVertesia }, example) {
  const both = example?.reports.some((report) => report.includes(`warning[${example.code}]`)) && severity === 'error';
  if (severityForVertesia) return `${severity} (${severityForVertesia} in profile \`vertesia\`)`;
  return both ? 'error or warning' : severity;
}

function fixOf(example) {
  const kinds = new Set(example?.reports.flatMap((report) => fixesOf(example.code, report)));
  return ['safe', 'unsafe'].filter((kind) => kinds.has(kind)).join(' or ') || '–';
}

/** The kinds of fixes that this code, and no other, offers in a report. */
function fixesOf(code, report) {
  const findings = report.split(/\n(?! )/).filter((finding) => finding.includes(`[${code}]`));
  return findings.flatMap((finding) => [...finding.matchAll(/^ {2}fix \((\w+)\)/gm)].map(([, kind]) => kind));
}

/** The shortest faulty document of a code with its report, and all its reports. */
async function exampleOf(code) {
  const folder = join(fixtures, code);
  const names = await readdir(folder).catch(() => []);
  const all = await Promise.all(
    names
      .filter((name) => name.endsWith('.out'))
      .map(async (name) => {
        const document = name.replace(/\.out$/, '');
        const [text, report] = await Promise.all([document, name].map((each) => readFile(join(folder, each), 'utf8')));
        return { language: document.split('.').at(-1), document: text, report };
      }),
  );
  const [shortest] = all.sort((one, other) => one.document.length - other.document.length);
  return shortest && { ...shortest, code, reports: all.map(({ report }) => report) };
}
