/**
 * The parts of a manifest that only the platform reads: what it accepts there, in its API of `@vertesia/common` 1.5.0. The
 * published schema leaves them open, since no command of ours acts on them.
 */

/** What a value has to be. */
export type Shape =
  | { readonly type: 'any' | 'string' | 'boolean' }
  | { readonly type: 'choice'; readonly values: readonly string[] }
  | { readonly type: 'list'; readonly items: Shape }
  /** An object with any names, whose values have one shape. */
  | { readonly type: 'map'; readonly values: Shape }
  | ObjectShape;

export interface ObjectShape {
  readonly type: 'object';
  readonly fields: Readonly<Record<string, Shape>>;
  readonly required: readonly string[];
  /** Whether other names are accepted too. */
  readonly isOpen?: boolean;
}

const ANY: Shape = { type: 'any' };
const STRING: Shape = { type: 'string' };
const BOOLEAN: Shape = { type: 'boolean' };

const choice = (...values: readonly string[]): Shape => ({ type: 'choice', values });
const list = (items: Shape): Shape => ({ type: 'list', items });

const fields: Record<string, Shape> = {
  label: STRING,
  icon: STRING,
  route: STRING,
  description: STRING,
  topLevel: BOOLEAN,
  preferredSection: choice('default', 'footer', 'settings'),
};
const navigationItem: ObjectShape = { type: 'object', fields, required: ['label', 'icon', 'route'] };
fields.children = list(navigationItem);

const schemaFields: Record<string, Shape> = {
  type: ANY,
  description: STRING,
  format: STRING,
  editor: ANY,
  default: ANY,
  required: list(STRING),
};
const settingsSchema: ObjectShape = { type: 'object', fields: schemaFields, required: [], isOpen: true };
schemaFields.properties = { type: 'map', values: settingsSchema };
schemaFields.items = settingsSchema;

/** `additionalProperties` of a settings schema may also be true or false. */
export const ADDITIONAL_PROPERTIES = { name: 'additionalProperties', of: settingsSchema } as const;

const AUTH = choice('oauth', 'api_key', 'other');

/** By the name of the field of the manifest. */
export const PLATFORM_FIELDS: Readonly<Record<string, Shape>> = {
  ui: {
    type: 'object',
    fields: {
      src: STRING,
      isolation: choice('shadow', 'css', 'iframe'),
      css_rebuild: BOOLEAN,
      navigation: list(navigationItem),
      available_in: list(choice('app_portal', 'composite_app')),
    },
    required: ['src'],
  },
  source: {
    type: 'object',
    fields: {
      kind: choice('git'),
      git: {
        type: 'object',
        fields: { url: STRING, default_branch: STRING, production_branch: STRING, development_branch: STRING },
        required: [],
      },
    },
    required: ['kind'],
  },
  preview_screenshot: {
    type: 'object',
    fields: { agent_run_id: STRING, artifact: STRING },
    required: ['agent_run_id', 'artifact'],
  },
  interactions: STRING,
  settings_schema: settingsSchema,
  capabilities: list(choice('ui', 'tools', 'interactions', 'types', 'processes', 'views', 'templates', 'dashboards')),
};

/** A collection of the Tools SDK has one field whose values the published schema leaves open. */
export const SDK_AUTH = AUTH;
