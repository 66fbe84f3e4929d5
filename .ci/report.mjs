// Reads vitest's JSON report, prints each test that failed, and ends with the line "PASSED FAILED".
// A test that failed and then passed a second time counts as passed. It is named all the same, because its result depends
// on something that it should not depend on.
// A skipped test counts as failed: CI installs everything that test/fakes/needs.ts asks for.
import { readFileSync } from 'node:fs';

const { testResults } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
let passed = 0;
const faults = [];
for (const { name, status, message, assertionResults } of testResults) {
  const file = name.slice(name.indexOf('/test/') + 1);
  for (const { fullName, status: verdict, failureMessages = [], meta } of assertionResults) {
    const told = failureMessages.join('\n');
    if (verdict === 'passed') {
      passed++;
      if (told) console.log(indented(`passed the second time: ${file}: ${fullName}: ${told}`));
    } else if (verdict === 'failed') faults.push(`${file}: ${fullName}: ${told}`);
    else faults.push(`${file}: ${fullName}: ${verdict}${meta?.needs ? `, needs ${meta.needs}` : ''}`);
  }
  // A file that broke outside its tests.
  if (status === 'failed' && assertionResults.every(({ status: verdict }) => verdict !== 'failed')) {
    faults.push(`${file}: ${message || 'failed outside its tests'}`);
  }
}
for (const fault of faults) console.log(indented(fault));
console.log(`${passed} ${faults.length}`);

/** Leaves the stack out: it says no more than the message and the file. */
function indented(text) {
  const lines = text.split('\n').filter((line) => !/^\s+at /.test(line));
  return lines.slice(0, 25).join('\n    ');
}
