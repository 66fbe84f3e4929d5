/** Decides which tools of a server still have the definitions that were accepted. Pure. */

import { canonicalJson } from '../manifest/canonical.ts';
import type { Tool } from '../mcp/session.ts';
import { countInvisible } from '../printable.ts';
import type { ToolPin, ToolPins } from '../records.ts';

/** A tool that is hidden until a person accepts its definition. */
export interface HiddenTool {
  readonly tool: Tool;
  /** Canonical JSON: the accepted definition, and the one that the server offers now. */
  readonly accepted: string;
  readonly offered: string;
}

export interface Judgement {
  readonly tools: readonly Tool[];
  readonly hidden: readonly HiddenTool[];
  /** The same object as before when nothing has to be saved. */
  readonly pins: ToolPins;
}

/**
 * A new tool is accepted: the attack is a change after a person began to trust the tool. A tool that is gone keeps its
 * pin, so that it cannot come back with another definition.
 */
export function judge(before: ToolPins, tools: readonly Tool[], now: number): Judgement {
  const pins = new Map(before.pins.map((pin) => [pin.tool, pin]));
  const sound: Tool[] = [];
  const hidden: HiddenTool[] = [];
  for (const tool of tools) {
    const offered = definitionOf(tool);
    const pin = pins.get(tool.name) ?? { tool: tool.name, definition: offered, pinnedAt: now };
    pins.set(tool.name, pin);
    if (pin.definition === offered) sound.push(tool);
    else hidden.push({ tool, accepted: pin.definition, offered });
  }
  const changed = new Set(hidden.map(({ tool }) => tool.name));
  const marked = [...pins.values()].map((pin) => (changed.has(pin.tool) ? changedSince(pin, now) : unchanged(pin)));
  const isSame = marked.length === before.pins.length && marked.every((pin, index) => pin === before.pins[index]);
  return { tools: sound, hidden, pins: isSame ? before : { ...before, pins: marked } };
}

/** Replaces the accepted definitions with those that the server offers now. */
export function withAccepted(before: ToolPins, accepted: readonly HiddenTool[], now: number): ToolPins {
  const offered = new Map(accepted.map(({ tool, offered }) => [tool.name, offered]));
  return {
    ...before,
    version: before.version + 1,
    pins: before.pins.map((pin) => {
      const definition = offered.get(pin.tool);
      return definition === undefined ? pin : { tool: pin.tool, definition, pinnedAt: now };
    }),
  };
}

function changedSince(pin: ToolPin, now: number): ToolPin {
  return pin.changedAt === undefined ? { ...pin, changedAt: now } : pin;
}

function unchanged(pin: ToolPin): ToolPin {
  const { changedAt, ...rest } = pin;
  return changedAt === undefined ? pin : rest;
}

/**
 * The part of a definition that is pinned: what the model reads about a tool, and what decides how it is called. Equal texts
 * mean equal definitions. The name is left out, because it says which tool is meant.
 */
function definitionOf({ title, description, inputSchema, outputSchema, annotations }: Tool): string {
  return canonicalJson({ title, description, inputSchema, outputSchema, annotations });
}

/** How many characters of the names and texts of a pinned definition cannot be seen. A model reads them all the same. */
export function invisibleCharacters(definition: string): number {
  return countIn(JSON.parse(definition));
}

function countIn(value: unknown): number {
  if (typeof value === 'string') return countInvisible(value);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce((sum, [name, inner]) => sum + countInvisible(name) + countIn(inner), 0);
}
