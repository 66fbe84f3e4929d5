/** The servers that a client is told about: our gateway alone, or each collection's own address. */
import { type CompiledCollection, type CompileInput, secretReference } from './compile-input.ts';

export type Route = 'gateway' | 'direct';

export type Entry =
  | { readonly name: string; readonly command: string; readonly args: readonly string[] }
  | { readonly name: string; readonly url: string; readonly headers?: Readonly<Record<string, string>> };

export function entriesOf({ collections }: CompileInput, route: Route): Entry[] {
  if (route === 'gateway') return [{ name: 'mcpctl', command: 'mcpctl', args: ['gateway', '--stdio'] }];
  return collections.map((collection) => {
    const headers = headersOf(collection);
    return { name: collection.serverName, url: collection.url, ...(headers && { headers }) };
  });
}

/** OAuth is the client's own business on a direct route. */
function headersOf({ access }: CompiledCollection): Record<string, string> | undefined {
  return access.via === 'api_key' ? { Authorization: `Bearer ${secretReference(access.secretKey)}` } : undefined;
}

/** The entries as an object by name; `write` gives each the shape that its client wants. */
export function byName(entries: readonly Entry[], write: (entry: Entry) => object): Record<string, object> {
  return Object.fromEntries(entries.map((entry) => [entry.name, write(entry)]));
}

/** An entry without its name. */
export function withoutName({ name: _, ...rest }: Entry): object {
  return rest;
}
