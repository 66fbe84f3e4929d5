/** The text of a new manifest. Pure. */
import { flowText } from '../../manifest/edit/write.ts';
import type { CollectionAuth } from './collection-of.ts';

export type StarterFormat = 'json' | 'yaml';

/** What is known of the app: from options, from answers, or from the server itself. */
export interface Starter {
  /** kebab-case. */
  readonly name: string;
  readonly url: string;
  readonly title?: string;
  /** The fields of the collection for the authorization of its server. */
  readonly auth?: CollectionAuth;
}

const SCHEMA = 'https://unpkg.com/mcpctl/schemas/app-manifest.schema.json';

/** The manifest has one collection, and every field that a listing needs. */
export function starterText(starter: Starter, format: StarterFormat): string {
  const manifest = manifestOf(starter);
  if (format === 'json') return `${JSON.stringify({ $schema: SCHEMA, ...manifest }, null, 2)}\n`;
  const { tool_collections, ...listing } = manifest;
  const line = ([key, value]: [string, unknown]) => `${key}: ${yamlText(value)}`;
  const [first, ...others] = tool_collections.flatMap((each) => Object.entries(each).map(line));
  return [
    `# yaml-language-server: $schema=${SCHEMA}`,
    ...Object.entries(listing).map(line),
    'tool_collections:',
    `  - ${first}`,
    ...others.map((each) => `    ${each}`),
    '',
  ].join('\n');
}

function yamlText(value: unknown): string {
  return flowText(value, { format: 'yaml', lineBreak: '\n', unit: '  ' });
}

function manifestOf({ name, url, title = titleOf(name), auth }: Starter) {
  const snake = name.replaceAll('-', '_');
  return {
    name,
    title,
    description: `Tools of ${title} for agents.`,
    publisher: 'My organization',
    status: 'beta',
    visibility: 'private',
    tool_collections: [
      {
        type: 'mcp',
        id: snake,
        url,
        name: title,
        description: `Tools of ${title}.`,
        namespace: snake.slice(0, 31).replace(/_$/, ''),
        ...auth,
      },
    ],
  };
}

/** `field-service` is titled Field Service. */
function titleOf(name: string): string {
  return name.replace(/(?:^|-)([a-z0-9])/g, (_, letter: string) => ` ${letter.toUpperCase()}`).trim();
}

/** Makes a name of any text: `My CRM!` becomes `my-crm`. */
export function kebabCase(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
}
