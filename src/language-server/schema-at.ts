/** What the published schemas say of a place in a document. */
import appManifest from '../../schemas/app-manifest.schema.json' with { type: 'json' };
import mcpServer from '../../schemas/mcp-server.schema.json' with { type: 'json' };
import type { Path } from '../diagnostic.ts';
import type { DocumentKind } from '../manifest/document.ts';

export interface Schema {
  readonly $ref?: string;
  readonly description?: string;
  readonly markdownDescription?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly examples?: readonly unknown[];
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly if?: Schema;
  readonly then?: Schema;
  readonly else?: Schema;
  readonly $defs?: Readonly<Record<string, Schema>>;
}

const ROOTS: Readonly<Record<DocumentKind, Schema>> = {
  'app-manifest': appManifest as unknown as Schema,
  'mcp-server': mcpServer as unknown as Schema,
};

/** Every schema that applies to the path, or may: which branch of a choice holds is not known while a person types. */
export function schemasAt(kind: DocumentKind, path: Path): readonly Schema[] {
  const root = ROOTS[kind];
  return path.reduce<readonly Schema[]>(
    (all, step) => all.flatMap((schema) => below(root, schema, step)),
    parts(root, root),
  );
}

function below(root: Schema, schema: Schema, step: string | number): readonly Schema[] {
  if (typeof step === 'number') return schema.items ? parts(root, schema.items) : [];
  const own = schema.properties && Object.hasOwn(schema.properties, step) ? schema.properties[step] : undefined;
  const next = own ?? (typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined);
  return next ? parts(root, next) : [];
}

/** The schema itself with everything that it is put together of. */
function parts(root: Schema, schema: Schema): readonly Schema[] {
  const name = schema.$ref?.replace('#/$defs/', '');
  const referred = name === undefined ? undefined : root.$defs?.[name];
  const inner = [
    ...(schema.allOf ?? []),
    ...(schema.anyOf ?? []),
    ...(schema.oneOf ?? []),
    schema.then,
    schema.else,
    referred,
  ];
  return [schema, ...inner.flatMap((each) => (each ? parts(root, each) : []))];
}

/** What a person reads about the place, in Markdown. */
export function documentationOf(schemas: readonly Schema[]): string | undefined {
  const text = schemas.map((each) => each.markdownDescription ?? each.description).find((each) => each !== undefined);
  const values = valuesOf(schemas).map((each) => `\`${JSON.stringify(each)}\``);
  const [example] = schemas.flatMap((each) => each.examples ?? []);
  const lines = [
    text,
    values.length > 0 && values.length <= 20 ? `One of: ${values.join(', ')}` : undefined,
    example === undefined ? undefined : `Example: \`${JSON.stringify(example).slice(0, 200)}\``,
  ].filter((each) => each !== undefined);
  return lines.length === 0 ? undefined : lines.join('\n\n');
}

/** The values that the place may have, where they are few. */
export function valuesOf(schemas: readonly Schema[]): readonly unknown[] {
  const listed = schemas.flatMap((each) => each.enum ?? (each.const === undefined ? [] : [each.const]));
  const isBoolean = schemas.some(({ type }) => type === 'boolean');
  return [...new Set(listed.length === 0 && isBoolean ? [true, false] : listed)];
}

/** The fields that an object at the place may have. */
export function fieldsOf(schemas: readonly Schema[]): ReadonlyMap<string, Schema> {
  const all = schemas.flatMap(({ properties }) => Object.entries(properties ?? {}));
  // A choice may name a field without saying what it is.
  const told = all.filter(([, { description, $ref }]) => description !== undefined || $ref !== undefined);
  return new Map([...all, ...told]);
}
