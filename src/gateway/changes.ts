/** Telling clients that a list is different now. */
import type { Server } from '@modelcontextprotocol/server';
import type { ListName } from './member.ts';

/** Templates have no notification of their own. */
export function changedList(list: ListName): 'tools' | 'prompts' | 'resources' {
  return list === 'resourceTemplates' ? 'resources' : list;
}

/** A client that has no connection (yet) cannot be told, and will ask anyway. */
export function tell(server: Server, list: ListName): void {
  const notices = {
    tools: () => server.sendToolListChanged(),
    prompts: () => server.sendPromptListChanged(),
    resources: () => server.sendResourceListChanged(),
  };
  void notices[changedList(list)]().catch(() => {});
}
