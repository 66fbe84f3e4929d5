/** The servers in the configuration of a client: the gateway alone, or the address of each collection. */
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

/** On a direct route the client itself does OAuth. */
function headersOf({ access }: CompiledCollection): Record<string, string> | undefined {
  return access.via === 'api_key' ? { Authorization: `Bearer ${secretReference(access.secretKey)}` } : undefined;
}

/** The entries as an object by name. `write` gives each the form that the client expects. */
export function byName(entries: readonly Entry[], write: (entry: Entry) => object): Record<string, object> {
  return Object.fromEntries(entries.map((entry) => [entry.name, write(entry)]));
}

/** An entry without its name. */
export function withoutName({ name: _, ...rest }: Entry): object {
  return rest;
}
