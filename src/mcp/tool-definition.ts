/** What a model is told of a tool, and what decides how it is called: the part of its definition that is pinned. */
import type { Tool } from '@modelcontextprotocol/client';
import { canonicalJson } from '../manifest/canonical.ts';

/** Canonical JSON: equal texts for equal definitions. The name is left out, since it says which tool is meant. */
export function definitionOf({ title, description, inputSchema, outputSchema, annotations }: Tool): string {
  return canonicalJson({ title, description, inputSchema, outputSchema, annotations });
}
