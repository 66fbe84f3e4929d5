/** The published JSON Schemas (draft 2020-12), which the bundle contains. */

const SCHEMAS = {
  'app-manifest': () => import('../../../schemas/app-manifest.schema.json'),
  'mcp-server': () => import('../../../schemas/mcp-server.schema.json'),
};

export type SchemaName = keyof typeof SCHEMAS;

export const SCHEMA_NAMES = Object.keys(SCHEMAS) as readonly SchemaName[];

export async function schema(name: SchemaName): Promise<object> {
  return (await SCHEMAS[name]()).default;
}
