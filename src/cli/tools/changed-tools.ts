/** Definitions of tools that have changed: as differences for people, and as documents for programs. */
import type { HiddenOffer } from '../../tools/tools.ts';
import { renderDiff } from '../render/diagnostics/diff.ts';

/** One unified difference for each tool, between its definitions as JSON. */
export function changedToolsDiff(
  changed: readonly Pick<HiddenOffer, 'name' | 'accepted' | 'offered'>[],
  color: boolean,
): string {
  const differences = changed.map(({ name, accepted, offered }) => ({
    name,
    before: indented(accepted),
    after: indented(offered),
  }));
  return renderDiff(differences, color);
}

export function changedToolDocument({ name, server, tool, accepted, offered }: HiddenOffer): object {
  return {
    name,
    server: server.name,
    tool: tool.name,
    accepted: definitionDocument(accepted),
    offered: definitionDocument(offered),
  };
}

function indented(definition: string): string {
  return `${JSON.stringify(JSON.parse(definition), null, 2)}\n`;
}

function definitionDocument(definition: string): object {
  const { title, description, inputSchema, outputSchema, annotations } = JSON.parse(definition);
  return { title, description, input_schema: inputSchema, output_schema: outputSchema, annotations };
}
