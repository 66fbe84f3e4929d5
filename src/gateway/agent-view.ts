/** What an agent sees of the members: the servers that are attached to it, and the tools that its patterns cover. */
import type { Agent, Attachment } from '../records.ts';
import { allowsTool } from '../tools/attachments.ts';
import { partOf } from './last-good.ts';
import type { Member } from './member.ts';

export type AgentView = (agent: Agent | undefined, members: readonly Member[]) => readonly Member[];

/** Gives the same member again as long as its attachment is the same. An agent that is gone sees nothing. */
export function createAgentView(): AgentView {
  const known = new WeakMap<Member, { readonly patterns: string; readonly seen: Member }>();
  const seen = (member: Member, attachment: Attachment): Member => {
    if (attachment.tools.length === 0) return member;
    const patterns = JSON.stringify(attachment.tools);
    const before = known.get(member);
    if (before?.patterns === patterns) return before.seen;
    const isCovered = ({ name }: { name: string }) => allowsTool(attachment, name);
    const tools = partOf(member.lists.tools, isCovered);
    const hidden = () => member.hidden().filter(isCovered);
    const restricted = { ...member, lists: { ...member.lists, tools }, hidden };
    known.set(member, { patterns, seen: restricted });
    return restricted;
  };
  return (agent, members) =>
    members.flatMap((member) => {
      const attachment = agent?.attachments.find(({ server }) => server === member.server.name);
      return attachment ? [seen(member, attachment)] : [];
    });
}
