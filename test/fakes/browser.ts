/** Commands for `--browser` and `BROWSER`: the browser that is an HTTP client, in its moods. */
import { join } from 'node:path';

const SCRIPT = join(import.meta.dirname, 'browser.mjs');

/** Signs in as ada, and allows what is asked. */
export const AGREEING = `${process.execPath} ${SCRIPT}`;
/** Presses Cancel. */
export const REFUSING = `${process.execPath} ${SCRIPT} --deny`;
/** Signs in as grace. */
export const AS_GRACE = `${process.execPath} ${SCRIPT} --as grace --password first-compiler`;
