// docs/api.md, from the routes, the schemas of their bodies, and the tables of errors.
import { code, table } from './markdown.mjs';
import { exportsOf } from './source.mjs';

const SOURCE = `
export { isOpen } from './server/route.ts';
export { statusOf } from './server/problem.ts';
export { LOCAL_CODES, REQUEST_CODES } from './server/request-codes.ts';
export { ROUTES } from './server/routes.ts';
export { definitions } from './server/schemas.ts';
export { refusals } from './refusal.ts';
`;

const INTRODUCTION = `# The HTTP API

Made from the routes of the server by \`npm run docs\`. A server describes the same at \`/openapi.json\` (OpenAPI 3.1); that of
this version is [openapi.json](openapi.json). [@mcpctl/client](../packages/client/README.md) has the types of every route.
How to run a server is in [server.md](server.md).

Every request has the header \`Authorization: Bearer KEY\`: an API key, a session, or a login. A key is never read from an
address, a body or a cookie. Bodies are JSON of at most 1 MiB. Each answer has the header \`x-request-id\`.

Where a route ignores members that it does not know, the header \`x-mcpctl-ignored\` names them. A secret is written and never
answered: a member that is left out keeps it, and what a GET answered can be sent back as it is.

A change that ends something, such as consents of people, is answered with 409 \`confirmation-needed\` first, and
\`details\` says what would end. The same request with the digest of \`details\` as \`?confirm=DIGEST\` goes on.

What has an \`ETag\` is only changed or deleted by a request with \`If-Match\` when it still has that tag; else the answer is 412.`;

export async function apiPage() {
  const { definitions, LOCAL_CODES, REQUEST_CODES, refusals, ROUTES, isOpen, statusOf } = await exportsOf(SOURCE);
  const codes = [
    ...Object.entries(refusals())
      .filter(([name]) => !LOCAL_CODES.includes(name))
      .map(([name, [, meaning]]) => [name, statusOf({ code: name }), meaning]),
    ...Object.entries(REQUEST_CODES).map(([name, [status, meaning]]) => [name, status, meaning]),
  ].sort(([one, first], [other, second]) => first - second || (one < other ? -1 : 1));
  return [
    INTRODUCTION,
    '## Routes',
    table(
      ['route', 'does'],
      ROUTES.map((route) => [`[${code(titleOf(route))}](#${anchorOf(titleOf(route))})`, route.summary]),
    ),
    ...[...grouped(ROUTES)].flatMap(([path, routes]) => [
      `### ${path}`,
      ...routes.flatMap((route) => routeSections(route, { definitions, isOpen: isOpen(route) })),
    ]),
    '## Bodies',
    ...Object.entries(definitions).flatMap(([name, schema]) => bodySections(name, schema)),
    '## Errors',
    `Every error of every route has the body [Error](#error), with the status of its code. 401 has the header
\`WWW-Authenticate\`, 405 has \`Allow\`, and 429 and 503 have \`Retry-After\`. What another party refuses is 424.`,
    `${table(
      ['code', 'status', 'meaning'],
      codes.map(([name, status, meaning]) => [code(name), status, meaning]),
    )}\n`,
  ].join('\n\n');
}

function routeSections(route, { definitions, isOpen }) {
  const { summary, operation, query = {}, body, response, status = 200, unknownMembers } = route;
  const required = body && definitions[body].required !== undefined && !route.isBodyOptional;
  const facts = [
    isOpen ? 'Anybody may call it: what it takes is in the body.' : `Needs the right \`${operation.right}\`.`,
    body && `Body: ${linked(body)}${required ? '' : ', which may be left out'}; unknown members are ${unknownMembers}.`,
    `Answer: ${status} with ${linked(response)}.`,
    `Errors: ${errorStatuses(route, isOpen).join(', ')}.`,
  ].filter(Boolean);
  const parameters = Object.entries(query).map(([name, { description, isRequired }]) => [
    code(name),
    isRequired ? `${description} Required.` : description,
  ]);
  return [
    `#### ${titleOf(route)}`,
    summary,
    facts.map((fact) => `- ${fact}`).join('\n'),
    ...(parameters.length > 0 ? [table(['query', 'meaning'], parameters)] : []),
  ];
}

/** What a route can answer besides 500, by what it takes and does. */
function errorStatuses({ path, body, query, operation, agreed, method }, isOpen) {
  const isChange = method !== 'GET';
  return [
    (body || query) && 400,
    ...(isOpen ? [] : [401, 403]),
    (path.includes('{') || isOpen) && 404,
    isChange && !agreed && 409,
    path.includes('{') && /PATCH|DELETE/.test(method) && 412,
    ...(body ? [413, 415, 422] : []),
    operation.effect === 'goes-out' && 424,
    429,
    503,
  ].filter(Boolean);
}

function bodySections(name, schema) {
  const rows = membersOf(schema).map(([member, type, isRequired, meaning]) => [
    code(member),
    type,
    isRequired ? 'yes' : '',
    meaning,
  ]);
  const other = schema.additionalProperties === true ? ' It may have other members.' : '';
  const list = schema.type === 'array' ? ` A list of ${typeOf(schema.items)}.` : '';
  return [
    `### ${name}`,
    `${schema.description}${list}${other}`,
    ...(rows.length > 0 ? [table(['member', 'type', 'required', 'meaning'], rows)] : []),
  ];
}

/** Members and those of members, with their paths. */
function membersOf({ properties = {}, required = [] }, prefix = '', isInside = true) {
  return Object.entries(properties).flatMap(([name, schema]) => {
    const inner = schema.items?.properties ? [schema.items, `${prefix}${name}[].`] : [schema, `${prefix}${name}.`];
    const isRequired = isInside && required.includes(name);
    return [
      [`${prefix}${name}`, typeOf(schema), isRequired, schema.description ?? ''],
      ...membersOf(inner[0], inner[1], isRequired),
    ];
  });
}

function typeOf(schema) {
  if (schema.$ref) return linked(schema.$ref.split('/').at(-1));
  if (schema.enum) return schema.enum.map((each) => code(JSON.stringify(each))).join(', ');
  const types = [schema.type].flat().map((type) => (type === 'array' ? `list of ${typeOf(schema.items)}` : type));
  return types.join(' or ');
}

function groupOf({ path }) {
  return /^\/(?:api\/v1\/)?(?:ai\/)?[\w-]+/.exec(path)[0];
}

/** Routes by the beginning of their path. */
function grouped(routes) {
  const groups = new Map();
  for (const route of routes) groups.set(groupOf(route), [...(groups.get(groupOf(route)) ?? []), route]);
  return groups;
}

function titleOf({ method, path }) {
  return `${method} ${path}`;
}

function linked(name) {
  return `[${name}](#${anchorOf(name)})`;
}

/** The anchor that GitHub gives a heading. */
function anchorOf(title) {
  return title
    .toLowerCase()
    .replace(/[^\w\- ]/g, '')
    .replaceAll(' ', '-');
}
