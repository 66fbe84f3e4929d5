/** Every target of `compile`. To add one: a file beside this one, and a line here. */
import { compileClaude } from './claude.ts';
import { compileCodex } from './codex.ts';
import type { CompileInput } from './compile-input.ts';
import { compileCursor } from './cursor.ts';
import type { Route } from './entries.ts';
import { compileGemini } from './gemini.ts';
import { compileLock } from './lock.ts';
import { compileMcpJson } from './mcp-json.ts';
import { compileServers } from './servers.ts';
import { compileVscode } from './vscode.ts';

/** Returns a value, which is written as JSON, or a text in another format. */
export type Target = (input: CompileInput, route: Route) => object | string;

export const targets = {
  servers: compileServers,
  lock: compileLock,
  'mcp.json': compileMcpJson,
  claude: compileClaude,
  vscode: compileVscode,
  cursor: compileCursor,
  codex: compileCodex,
  gemini: compileGemini,
} as const satisfies Record<string, Target>;

export type TargetName = keyof typeof targets;
