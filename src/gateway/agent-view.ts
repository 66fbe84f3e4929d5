/** The upstream servers as an agent sees them: those that are attached to it, with the tools that its patterns cover. */
import type { Agent, Attachment } from '../records.ts';
import { allowsTool } from '../tools/attachments.ts';
import { filteredList } from './cached-list.ts';
import type { Upstream } from './upstream.ts';

/** An agent that is gone sees nothing. */
export type SelectForAgent = (agent: Agent | undefined, upstreams: readonly Upstream[]) => readonly Upstream[];

/** Returns the same object for an upstream as long as its attachment is the same. */
export function createAgentView(): SelectForAgent {
  const known = new WeakMap<Upstream, { readonly patterns: string; readonly restricted: Upstream }>();
  const restrict = (upstream: Upstream, attachment: Attachment): Upstream => {
    if (attachment.tools.length === 0) return upstream;
    const patterns = JSON.stringify(attachment.tools);
    const before = known.get(upstream);
    if (before?.patterns === patterns) return before.restricted;
    const isCovered = ({ name }: { name: string }) => allowsTool(attachment, name);
    const tools = filteredList(upstream.lists.tools, isCovered);
    const hiddenTools = () => upstream.hiddenTools().filter(isCovered);
    const restricted = { ...upstream, lists: { ...upstream.lists, tools }, hiddenTools };
    known.set(upstream, { patterns, restricted });
    return restricted;
  };
  return (agent, upstreams) =>
    upstreams.flatMap((upstream) => {
      const attachment = agent?.attachments.find(({ server }) => server === upstream.server.name);
      return attachment ? [restrict(upstream, attachment)] : [];
    });
}
