/** The SDK rejects a whole `tools/list` for one faulty definition, so faulty ones are removed before it looks. */
import { type JSONRPCMessage, specTypeSchemas } from '@modelcontextprotocol/client';
import { parameterHeaderFault } from './parameter-headers.ts';

export interface FaultyTool {
  /** The name of the tool; without one, its position in the page. */
  readonly name: string;
  readonly why: string;
}

/** Removes what is no tool from a response to `tools/list`, and calls `onFound` for each; returns others unchanged. */
export function withoutFaultyTools(message: JSONRPCMessage, onFound: (tool: FaultyTool) => void): JSONRPCMessage {
  if (!('result' in message)) return message;
  const { tools } = message.result as { tools?: unknown };
  if (!Array.isArray(tools)) return message;
  const sound = tools.filter((definition, index) => {
    const why = faultOf(definition);
    if (why !== undefined) onFound({ name: nameOf(definition) ?? `number ${index + 1}`, why });
    return why === undefined;
  });
  return { ...message, result: { ...message.result, tools: sound } };
}

function faultOf(definition: unknown): string | undefined {
  const result = specTypeSchemas.Tool['~standard'].validate(definition);
  if (result instanceof Promise) throw new Error('The schema of a tool is synchronous.');
  if (result.issues === undefined) return parameterHeaderFault(result.value.inputSchema);
  return result.issues
    .map(({ path = [], message }) => [path.map(keyOf).join('.'), message].filter(Boolean).join(': '))
    .join('; ');
}

const keyOf = (segment: PropertyKey | { key: PropertyKey }) =>
  String(typeof segment === 'object' ? segment.key : segment);

function nameOf(definition: unknown): string | undefined {
  if (typeof definition !== 'object' || definition === null || !('name' in definition)) return undefined;
  return typeof definition.name === 'string' ? definition.name : undefined;
}
