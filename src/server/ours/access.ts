/** `/api/v1` for whoever may use the server: projects, people, API keys and web apps. */
import { apiKeyDocument, createdApiKeyDocument, revokedApiKeyDocument } from '../../documents/api-key.ts';
import { endedMembers } from '../../documents/job.ts';
import { givenAgentDocument, invitationDocument, loginDocument, personDocument } from '../../documents/person.ts';
import { projectDocument } from '../../documents/project.ts';
import { webAppDocument } from '../../documents/web-app.ts';
import type { JsonObject } from '../../json-object.ts';
import { agentGive, agentTake } from '../../operations/agent.ts';
import { apiKeyCreate, apiKeyList, apiKeyRevoke } from '../../operations/api-key.ts';
import {
  personAdd,
  personExchangeLink,
  personLink,
  personList,
  personRemove,
  personRole,
} from '../../operations/person.ts';
import { projectCreate, projectDelete, projectList } from '../../operations/project.ts';
import { webAppCreate, webAppDelete, webAppList, webAppShow, webAppUpdate } from '../../operations/web-app.ts';
import { Secret } from '../../secret.ts';
import { type AnyRoute, type RouteRequest, route } from '../route.ts';

const refusing = { unknownMembers: 'refused' } as const;
const CONFIRM = { confirm: { description: 'The digest of what would end, as the 409 names it.' } } as const;

const named = ({ params }: Pick<RouteRequest, 'params'>) => ({ name: params.name ?? '' });

const keyRoutes: readonly AnyRoute[] = [
  route({
    ...refusing,
    method: 'GET',
    path: '/api/v1/api-keys',
    operation: apiKeyList,
    summary: 'Lists the API keys of the project, revoked ones too. Never a key itself.',
    response: 'ApiKeys',
    input: () => ({}),
    answer: ({ apiKeys }) => ({ api_keys: apiKeys.map(apiKeyDocument) }),
  }),
  route({
    ...refusing,
    method: 'POST',
    path: '/api/v1/api-keys',
    operation: apiKeyCreate,
    summary: 'Makes an API key. It is shown once.',
    body: 'ApiKeyInput',
    status: 201,
    response: 'CreatedApiKey',
    input: ({ body }) => ({
      name: String(body.name),
      role: String(body.role),
      ...(body.web_app !== undefined && { webApp: String(body.web_app) }),
      ...(body.agents !== undefined && { agents: body.agents as string[] }),
      ...(body.expires_in !== undefined && { expiresIn: Number(body.expires_in) }),
    }),
    answer: createdApiKeyDocument,
  }),
  route({
    ...refusing,
    method: 'DELETE',
    path: '/api/v1/api-keys/{name}',
    operation: apiKeyRevoke,
    summary: 'Revokes an API key, by its id or its name, and what was made with it.',
    response: 'RevokedApiKey',
    input: named,
    answer: revokedApiKeyDocument,
  }),
];

const webAppRoutes: readonly AnyRoute[] = [
  route({
    ...refusing,
    method: 'GET',
    path: '/api/v1/web-apps',
    operation: webAppList,
    summary: 'Lists the web apps of the project.',
    response: 'WebApps',
    input: () => ({}),
    answer: ({ webApps }) => ({ web_apps: webApps.map(webAppDocument) }),
  }),
  route({
    ...refusing,
    method: 'POST',
    path: '/api/v1/web-apps',
    operation: webAppCreate,
    summary: 'Makes a web app.',
    body: 'WebAppInput',
    status: 201,
    response: 'WebApp',
    input: ({ body }) => ({ name: String(body.name), ...webAppIn(body) }),
    answer: webAppDocument,
  }),
  route({
    ...refusing,
    method: 'GET',
    path: '/api/v1/web-apps/{name}',
    operation: webAppShow,
    summary: 'Returns one web app.',
    response: 'WebApp',
    input: named,
    answer: webAppDocument,
  }),
  route({
    ...refusing,
    method: 'PATCH',
    path: '/api/v1/web-apps/{name}',
    operation: webAppUpdate,
    summary: 'Changes what is given of a web app.',
    body: 'WebAppPatch',
    response: 'WebApp',
    input: ({ params, body }) => ({ name: params.name ?? '', ...webAppIn(body) }),
    answer: webAppDocument,
  }),
  route({
    ...refusing,
    method: 'DELETE',
    path: '/api/v1/web-apps/{name}',
    operation: webAppDelete,
    summary: 'Deletes a web app: accounts of its end users are revoked and forgotten.',
    query: CONFIRM,
    response: 'Ended',
    input: named,
    answer: (deleted) => ({ outcome: 'done', ...endedMembers(deleted) }),
  }),
];

function webAppIn(body: JsonObject) {
  return {
    ...(body.origins !== undefined && { origins: body.origins as string[] }),
    ...(body.verify_url !== undefined && { verifyUrl: body.verify_url as string | null }),
  };
}

const personRoutes: readonly AnyRoute[] = [
  route({
    ...refusing,
    method: 'GET',
    path: '/api/v1/people',
    operation: personList,
    summary: 'Lists the people of the project.',
    response: 'People',
    input: () => ({}),
    answer: ({ people }) => ({ people: people.map(personDocument) }),
  }),
  route({
    ...refusing,
    method: 'POST',
    path: '/api/v1/people',
    operation: personAdd,
    summary: 'Adds a person, and makes a link that is good once.',
    body: 'PersonInput',
    status: 201,
    response: 'Invitation',
    input: ({ body }) => ({
      name: String(body.name),
      role: String(body.role),
      ...(body.agents !== undefined && { agents: body.agents as string[] }),
    }),
    answer: invitationDocument,
  }),
  route({
    ...refusing,
    method: 'PATCH',
    path: '/api/v1/people/{name}',
    operation: personRole,
    summary: 'Gives a person another role.',
    body: 'PersonPatch',
    response: 'Person',
    input: ({ params, body }) => ({ name: params.name ?? '', role: String(body.role) }),
    answer: personDocument,
  }),
  route({
    ...refusing,
    method: 'POST',
    path: '/api/v1/people/{name}/links',
    operation: personLink,
    summary: 'Makes another link for a person; the one before is void.',
    status: 201,
    response: 'Invitation',
    input: named,
    answer: invitationDocument,
  }),
  route({
    ...refusing,
    method: 'DELETE',
    path: '/api/v1/people/{name}',
    operation: personRemove,
    summary: 'Removes a person: its accounts are revoked and forgotten, its sessions end.',
    query: CONFIRM,
    response: 'Ended',
    input: named,
    answer: (removed) => ({ outcome: 'done', ...endedMembers(removed) }),
  }),
  route({
    ...refusing,
    method: 'POST',
    path: '/api/v1/agents/{agent}/people',
    operation: agentGive,
    summary: 'Gives an agent to people.',
    body: 'PeopleInput',
    response: 'GivenAgent',
    input: ({ params, body }) => ({ agent: params.agent ?? '', people: body.people as string[] }),
    answer: givenAgentDocument,
  }),
  route({
    ...refusing,
    method: 'DELETE',
    path: '/api/v1/agents/{agent}/people/{name}',
    operation: agentTake,
    summary: 'Takes an agent from a person.',
    response: 'GivenAgent',
    input: ({ params }) => ({ agent: params.agent ?? '', people: [params.name ?? ''] }),
    answer: givenAgentDocument,
  }),
  route({
    ...refusing,
    method: 'POST',
    path: '/api/v1/login',
    operation: personExchangeLink,
    summary: 'Exchanges a one-time link for a token of its person.',
    body: 'LinkInput',
    response: 'Login',
    input: ({ body }) => ({ link: new Secret(String(body.link)), use: 'command-line' as const }),
    answer: loginDocument,
  }),
];

const projectRoutes: readonly AnyRoute[] = [
  route({
    ...refusing,
    method: 'GET',
    path: '/api/v1/projects',
    operation: projectList,
    summary: 'Lists the projects that the caller may see.',
    response: 'Projects',
    input: () => ({}),
    answer: ({ projects }) => ({ projects: projects.map(projectDocument) }),
  }),
  route({
    ...refusing,
    method: 'POST',
    path: '/api/v1/projects',
    operation: projectCreate,
    summary: 'Makes a project.',
    body: 'ProjectInput',
    status: 201,
    response: 'Project',
    input: ({ body }) => ({ name: String(body.name) }),
    answer: projectDocument,
  }),
  route({
    ...refusing,
    method: 'DELETE',
    path: '/api/v1/projects/{name}',
    operation: projectDelete,
    summary: 'Deletes a project with everything in it.',
    query: CONFIRM,
    response: 'Ended',
    input: named,
    answer: (deleted) => ({ name: deleted.name, outcome: 'done', ...endedMembers(deleted) }),
  }),
];

export const accessRoutes: readonly AnyRoute[] = [...keyRoutes, ...webAppRoutes, ...personRoutes, ...projectRoutes];
