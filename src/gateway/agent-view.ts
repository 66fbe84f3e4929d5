/** What an agent sees of the upstreams: the servers that are attached to it, and the tools that its patterns cover. */
import type { Agent, Attachment } from '../records.ts';
import { allowsTool } from '../tools/attachments.ts';
import { filteredList } from './cached-list.ts';
import type { Upstream } from './upstream.ts';

export type AgentView = (agent: Agent | undefined, upstreams: readonly Upstream[]) => readonly Upstream[];

/** Gives the same upstream again as long as its attachment is the same. An agent that is gone sees nothing. */
export function createAgentView(): AgentView {
  const known = new WeakMap<Upstream, { readonly patterns: string; readonly seen: Upstream }>();
  const seen = (upstream: Upstream, attachment: Attachment): Upstream => {
    if (attachment.tools.length === 0) return upstream;
    const patterns = JSON.stringify(attachment.tools);
    const before = known.get(upstream);
    if (before?.patterns === patterns) return before.seen;
    const isCovered = ({ name }: { name: string }) => allowsTool(attachment, name);
    const tools = filteredList(upstream.lists.tools, isCovered);
    const hidden = () => upstream.hidden().filter(isCovered);
    const restricted = { ...upstream, lists: { ...upstream.lists, tools }, hidden };
    known.set(upstream, { patterns, seen: restricted });
    return restricted;
  };
  return (agent, upstreams) =>
    upstreams.flatMap((upstream) => {
      const attachment = agent?.attachments.find(({ server }) => server === upstream.server.name);
      return attachment ? [seen(upstream, attachment)] : [];
    });
}
