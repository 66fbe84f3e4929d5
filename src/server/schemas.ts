/** The definitions of schemas/api.schema.json: the bodies of requests and responses. */
import schema from '../../schemas/api.schema.json' with { type: 'json' };

// biome-ignore lint/suspicious/noExplicitAny: a JSON Schema has any members.
export const definitions: Readonly<Record<string, any>> = schema.$defs;
