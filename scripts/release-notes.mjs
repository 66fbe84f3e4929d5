// Prints the section of CHANGELOG.md for a tag, such as v0.2.0. It fails when the tag is not the version in package.json,
// or when the section has no date yet.
import { readFileSync } from 'node:fs';

const read = (name) => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');
const tag = process.argv[2];
const { version } = JSON.parse(read('package.json'));
const section = read('CHANGELOG.md')
  .split(/^(?=## )/m)
  .find((text) => text.startsWith(`## [${version}]`));

if (tag !== `v${version}`) fail(`The tag is ${tag}, but package.json has the version ${version}.`);
if (!/^## \[[\d.]+\] - \d{4}-\d{2}-\d{2}$/m.test(section ?? ''))
  fail(`CHANGELOG.md has no dated section for ${version}.`);
console.log(section.replace(/^## .*\n+/, '').trimEnd());

function fail(message) {
  console.error(message);
  process.exit(1);
}
