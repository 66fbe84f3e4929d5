/** A JSON object from a response, or nothing: what a server sends instead of one is its fault, not ours. */
import { isJsonObject, type JsonObject } from '../json-object.ts';

/** `undefined` when the body is no JSON object. The network has limited its size already. */
export async function readJsonObject(response: Response): Promise<JsonObject | undefined> {
  const text = await response.text();
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The strings of an array; `undefined` when it is no array. */
export function strings(value: unknown): string[] | undefined {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : undefined;
}

/** The value when it is a string that says something. */
export function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
