/** Decides which tools and prompts of a server still have the definitions that were accepted. Pure. */

import { canonicalJson } from '../manifest/canonical.ts';
import type { Tool } from '../mcp/session.ts';
import { countInvisible } from '../printable.ts';
import type { ToolPin, ToolPins } from '../records.ts';

/** What has a definition that is pinned: a tool or a prompt. */
export interface Definition {
  readonly name: string;
}

/** A tool or a prompt that is hidden until a person accepts its definition. */
export interface HiddenTool<Item extends Definition = Tool> {
  readonly tool: Item;
  /** Canonical JSON: the accepted definition (`null` for a new one), and the one that the server offers now. */
  readonly accepted: string;
  readonly offered: string;
}

export interface Judgement<Item extends Definition = Tool> {
  readonly tools: readonly Item[];
  readonly hidden: readonly HiddenTool<Item>[];
  /** The same object as before when nothing has to be saved. */
  readonly pins: ToolPins;
}

export interface JudgeOptions {
  readonly now: number;
  /** Tools, when left out. */
  readonly kind?: 'prompt';
  /** Whether new ones are hidden until a person accepts them. */
  readonly holdNew?: boolean;
}

/** The accepted definition of what nobody has accepted yet. */
const NOTHING = 'null';

/**
 * A new tool is accepted, unless new ones are held: the attack is a change after a person began to trust the tool. A tool that
 * is gone keeps its pin, so that it cannot come back with another definition.
 */
export function judge<Item extends Definition>(
  before: ToolPins,
  tools: readonly Item[],
  { now, kind, holdNew = before.holdsNew ?? false }: JudgeOptions,
): Judgement<Item> {
  const others = before.pins.filter((pin) => pin.kind !== kind);
  const pins = new Map(before.pins.filter((pin) => pin.kind === kind).map((pin) => [pin.tool, pin]));
  const sound: Item[] = [];
  const hidden: HiddenTool<Item>[] = [];
  for (const tool of tools) {
    const offered = definitionOf(tool);
    const accepted = holdNew ? NOTHING : offered;
    const known = pins.get(tool.name) ?? { ...pinOf(tool.name, kind), definition: accepted, pinnedAt: now };
    const isOutdated = !known.isWhole && known.definition === partOf(tool);
    const pin: ToolPin = isOutdated ? { ...known, definition: offered, isWhole: true } : known;
    pins.set(tool.name, pin);
    if (pin.definition === offered) sound.push(tool);
    else hidden.push({ tool, accepted: pin.definition, offered });
  }
  const changed = new Set(hidden.map(({ tool }) => tool.name));
  const own = [...pins.values()].map((pin) => (changed.has(pin.tool) ? changedSince(pin, now) : unchanged(pin)));
  const marked = [...others, ...own];
  const isSame =
    holdNew === (before.holdsNew ?? false) &&
    marked.length === before.pins.length &&
    own.every((pin) => before.pins.includes(pin));
  const { holdsNew: _, ...rest } = before;
  return {
    tools: sound,
    hidden,
    pins: isSame ? before : { ...rest, ...(holdNew && { holdsNew: true }), pins: marked },
  };
}

/** Replaces the accepted definitions with those that the server offers now. */
export function withAccepted(
  before: ToolPins,
  accepted: readonly HiddenTool<Definition>[],
  { now, kind }: Omit<JudgeOptions, 'holdNew'>,
): ToolPins {
  const offered = new Map(accepted.map(({ tool, offered }) => [tool.name, offered]));
  return {
    ...before,
    version: before.version + 1,
    pins: before.pins.map((pin) => {
      const definition = pin.kind === kind ? offered.get(pin.tool) : undefined;
      return definition === undefined ? pin : { ...pinOf(pin.tool, kind), definition, pinnedAt: now };
    }),
  };
}

function pinOf(tool: string, kind: JudgeOptions['kind']): Pick<ToolPin, 'tool' | 'isWhole' | 'kind'> {
  return { tool, isWhole: true, ...(kind && { kind }) };
}

function changedSince(pin: ToolPin, now: number): ToolPin {
  return pin.changedAt === undefined ? { ...pin, changedAt: now } : pin;
}

function unchanged(pin: ToolPin): ToolPin {
  const { changedAt, ...rest } = pin;
  return changedAt === undefined ? pin : rest;
}

/**
 * The definition that is pinned: everything that is passed on to clients, `_meta` and icons included, because clients act on
 * it. Equal texts mean equal definitions. The name is left out, because it says which tool is meant.
 */
function definitionOf({ name: _, ...definition }: Definition): string {
  return canonicalJson(definition);
}

/** The part that earlier versions have pinned. Where it is the same, the rest is pinned as it is offered now. */
function partOf(tool: Definition): string {
  const { title, description, inputSchema, outputSchema, annotations } = tool as Partial<Tool>;
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
