/** Tools, and definitions of tools that have changed, as documents (docs/json.md). */
import { nextMembers, nextStepOf } from '../next-step.ts';
import { invisibleCharacters } from '../tools/pins.ts';
import { type HiddenOffer, hiddenTools, offered, type ServerTools } from '../tools/tools.ts';

/** The document of `mcpctl tools --json`. */
export function toolsDocument(listed: readonly ServerTools[]): object {
  return {
    tools: offered(listed).map(({ name, server, tool }) => ({
      name,
      server: server.name,
      tool: tool.name,
      title: tool.title,
      description: tool.description,
      input_schema: tool.inputSchema,
      output_schema: tool.outputSchema,
      annotations: tool.annotations,
    })),
    left_out: listed.flatMap((each) =>
      'faulty' in each
        ? each.faulty.map(({ name, why }) => ({ server: each.server.name, tool: name, reason: why }))
        : [],
    ),
    hidden: hiddenTools(listed).map((each) => ({
      ...changedToolDocument(each),
      ...nextMembers({ do: 'approve-tools', tools: [each.name] }),
    })),
    held_back: listed.flatMap((each) =>
      'heldBack' in each
        ? (each.heldBack ?? []).map(({ name, server, tool, refusal }) => ({
            name,
            server: server.name,
            tool: tool.name,
            message: refusal.message,
            reason: refusal.why,
            hint: refusal.hint,
            next_step: nextStepOf(refusal.hint),
          }))
        : [],
    ),
    failures: listed.flatMap((each) =>
      'refusal' in each
        ? [
            {
              server: each.server.name,
              code: each.refusal.code,
              message: each.refusal.message,
              reason: each.refusal.why,
              hint: each.refusal.hint,
              next_step: nextStepOf(each.refusal.hint),
            },
          ]
        : [],
    ),
  };
}

/** A tool or a prompt. */
type Changed = Pick<HiddenOffer, 'name' | 'server' | 'accepted' | 'offered'> & {
  readonly tool: { readonly name: string };
};

export function changedToolDocument({ name, server, tool, accepted, offered }: Changed): object {
  return {
    name,
    server: server.name,
    tool: tool.name,
    accepted: definitionDocument(accepted),
    offered: definitionDocument(offered),
    invisible_characters: invisibleCharacters(offered),
  };
}

function definitionDocument(definition: string): object {
  const { title, description, inputSchema, outputSchema, annotations, ...rest } = JSON.parse(definition) ?? {};
  return { title, description, input_schema: inputSchema, output_schema: outputSchema, annotations, ...rest };
}
