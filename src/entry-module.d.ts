/** src/entry.ts as the build hands it to src/main-start.ts: bundled, with `require` for what it imports when it runs. */
declare module 'mcpctl:entry' {
  export function runEntry(require: (name: string) => unknown): void;
}
