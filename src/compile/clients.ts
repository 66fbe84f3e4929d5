/** The clients that can use the gateway: where each keeps its configuration, and how a server is written there. */
import type { Entry } from './entries.ts';
import { withoutName } from './entries.ts';

/** The home folder, the platform's folder for settings of applications, or the current folder. */
export type ClientFolder = 'home' | 'settings' | 'here';

export interface Client {
  readonly title: string;
  readonly place: ClientFolder;
  readonly path: readonly string[];
  readonly format: 'json' | 'jsonc' | 'toml';
  /** The object in the file that holds the servers by name. */
  readonly key: string;
  readonly write: (entry: Entry) => object;
}

const typed = (entry: Entry) => ({ type: 'url' in entry ? 'http' : 'stdio', ...withoutName(entry) });

export const CLIENTS = {
  'claude-desktop': {
    title: 'Claude Desktop',
    place: 'settings',
    path: ['Claude', 'claude_desktop_config.json'],
    format: 'json',
    key: 'mcpServers',
    write: withoutName,
  },
  'claude-code': {
    title: 'Claude Code',
    place: 'here',
    path: ['.mcp.json'],
    format: 'json',
    key: 'mcpServers',
    write: typed,
  },
  cursor: {
    title: 'Cursor',
    place: 'home',
    path: ['.cursor', 'mcp.json'],
    format: 'json',
    key: 'mcpServers',
    write: withoutName,
  },
  vscode: {
    title: 'VS Code',
    place: 'here',
    path: ['.vscode', 'mcp.json'],
    format: 'jsonc',
    key: 'servers',
    write: typed,
  },
  codex: {
    title: 'Codex',
    place: 'home',
    path: ['.codex', 'config.toml'],
    format: 'toml',
    key: 'mcp_servers',
    write: withoutName,
  },
  gemini: {
    title: 'Gemini CLI',
    place: 'home',
    path: ['.gemini', 'settings.json'],
    format: 'jsonc',
    key: 'mcpServers',
    write: withoutName,
  },
  windsurf: {
    title: 'Windsurf',
    place: 'home',
    path: ['.codeium', 'windsurf', 'mcp_config.json'],
    format: 'json',
    key: 'mcpServers',
    write: withoutName,
  },
  zed: {
    title: 'Zed',
    place: 'settings',
    path: ['zed', 'settings.json'],
    format: 'jsonc',
    key: 'context_servers',
    write: (entry) => ({ source: 'custom', ...withoutName(entry) }),
  },
} as const satisfies Record<string, Client>;

export type ClientName = keyof typeof CLIENTS;
