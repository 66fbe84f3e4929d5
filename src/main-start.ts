/** The first file of every process. All that follows it is loaded as V8 compiled it during the build. */
import { createLoad } from './adapters/bundle-loader.ts';

/** What the build made of src/entry.ts. */
declare const MCPCTL_ENTRY: string;

createLoad(__dirname, require)(MCPCTL_ENTRY);
