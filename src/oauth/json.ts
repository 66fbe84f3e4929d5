/** Reads JSON that a server sent. What is not of the expected type is the fault of the server. */
import { isJsonObject, type JsonObject } from '../json-object.ts';

/** Returns undefined when the body is not a JSON object. The network limits its size. */
export async function readJsonObject(response: Response): Promise<JsonObject | undefined> {
  return parsedJsonObject(await response.text());
}

/** Returns undefined when the text is not a JSON object. */
export function parsedJsonObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Returns the strings of an array, or undefined when the value is not an array. */
export function strings(value: unknown): string[] | undefined {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : undefined;
}

/** Returns the value when it is a string that is not empty. */
export function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
