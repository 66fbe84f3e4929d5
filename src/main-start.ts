/**
 * The first file of every process: src/entry.ts, and what loads everything after it as V8 compiled it during the build.
 * The entry itself is so small that V8 compiles it sooner than another file is read.
 */
import { runEntry } from 'mcpctl:entry';
import { createLoad } from './adapters/bundle-loader.ts';

runEntry(createLoad(__dirname, require));
