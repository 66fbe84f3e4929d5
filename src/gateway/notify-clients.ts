/** Telling clients what belongs to no request of theirs. */
import type { Server } from '@modelcontextprotocol/server';
import type { ListName } from './upstream.ts';

/** Templates have no notification of their own. */
export function notifiedList(list: ListName): 'tools' | 'prompts' | 'resources' {
  return list === 'resourceTemplates' ? 'resources' : list;
}

/** A client that has no connection (yet) cannot be told, and will ask anyway. */
export function notifyListChanged(server: Server, list: ListName): void {
  const notices = {
    tools: () => server.sendToolListChanged(),
    prompts: () => server.sendPromptListChanged(),
    resources: () => server.sendResourceListChanged(),
  };
  void notices[notifiedList(list)]().catch(() => {});
}

/** A line of a member's log. Only clients of 2025 hear it; 2026-07-28 knows lines of requests alone. */
export function sendLogMessage(server: Server, params: Record<string, unknown>): void {
  void server.sendLoggingMessage(params as never, server.transport?.sessionId).catch(() => {});
}
