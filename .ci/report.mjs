// Reads what vitest reported as JSON: prints each test that failed, and ends with "PASSED FAILED" on a line.
// One that failed and passed the second time has passed, and is named: it depends on something that it should not.
// A skipped test is a failed one: CI installs whatever a test could be skipped for.
import { readFileSync } from 'node:fs';

const { testResults } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
let passed = 0;
const faults = [];
for (const { name, status, message, assertionResults } of testResults) {
  const file = name.slice(name.indexOf('/test/') + 1);
  for (const { fullName, status: verdict, failureMessages = [] } of assertionResults) {
    const told = failureMessages.join('\n');
    if (verdict === 'passed') {
      passed++;
      if (told) console.log(indented(`passed the second time: ${file}: ${fullName}: ${told}`));
    } else faults.push(`${file}: ${fullName}: ${verdict === 'failed' ? told : verdict}`);
  }
  // A file that broke outside its tests.
  if (status === 'failed' && assertionResults.every(({ status: verdict }) => verdict !== 'failed')) {
    faults.push(`${file}: ${message || 'failed outside its tests'}`);
  }
}
for (const fault of faults) console.log(indented(fault));
console.log(`${passed} ${faults.length}`);

/** The stack tells no more than the message and the file. */
function indented(text) {
  const lines = text.split('\n').filter((line) => !/^\s+at /.test(line));
  return lines.slice(0, 25).join('\n    ');
}
