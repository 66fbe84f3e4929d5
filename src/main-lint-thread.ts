/** The first file of a thread that checks its share of many files, see src/usecases/lint/shared-check.ts. */
import { parentPort, workerData } from 'node:worker_threads';
import { createLoad } from './adapters/bundle-loader.ts';
import type * as linter from './main-validate.ts';

/** What the build made of src/main-validate.ts: the thread runs what is kept of it for the start. */
declare const MCPCTL_VALIDATE: string;

const { checkShareOf } = createLoad(__dirname, require)(MCPCTL_VALIDATE) as typeof linter;
checkShareOf(workerData).then((checked) => parentPort?.postMessage(checked));
