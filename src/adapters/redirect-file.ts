/** A page that leads to our start address, in a file that only this user can read. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * Returns the `file:` URL of the page, so that the start address is not among the arguments of the program that opens it. The
 * file goes when this process ends.
 *
 * @param url An address of our own listener, which has no character to escape.
 */
export function writeRedirectFile(url: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'mcpctl-'));
  const file = join(folder, 'consent.html');
  const head = `<meta charset="utf-8"><meta name="referrer" content="no-referrer"><meta http-equiv="refresh" content="0; url=${url}">`;
  const text = `<!doctype html><html lang="en"><head>${head}<title>mcpctl</title></head><body><a href="${url}">Go on</a></body></html>\n`;
  writeFileSync(file, text, { mode: 0o600, flag: 'wx' });
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return pathToFileURL(file).href;
}
