import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const page = readFileSync(resolve(import.meta.dirname, '../../docs/decisions.md'), 'utf8');
const [preface = '', ...entries] = page.split(/^(?=## \d)/m);
const titles = entries.map((entry) => entry.slice('## '.length, entry.indexOf('\n')));

describe('docs/decisions.md', () => {
  it('numbers its entries in their order', () => {
    expect(titles.map((title) => Number.parseInt(title, 10))).toEqual(titles.map((_, index) => index + 1));
  });

  it.each(entries.map((entry, index) => [titles[index], entry]))('gives the date and the status of %s', (_, entry) => {
    expect(entry).toMatch(/^## .*\n\n\d{4}-\d{2}-\d{2} · (accepted|replaced by \d+)\n\n/);
  });

  it('has each entry once in its index', () => {
    const links = [...preface.matchAll(/^ {2}- \[(.*)\]\(#(.*)\)$/gm)];
    expect(links.map(([, title]) => title).sort()).toEqual([...titles].sort());
    for (const [, title = '', anchor] of links) expect(anchor).toBe(anchorOf(title));
  });
});

/** The anchor that GitHub gives a heading. */
function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\w\- ]/g, '')
    .replaceAll(' ', '-');
}
