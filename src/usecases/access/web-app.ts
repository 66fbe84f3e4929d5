/** Web apps: whose end users connect accounts of their own, and from which pages. */
import { canParseUrl } from '../../can-parse-url.ts';
import { isHttpsOrLoopback } from '../../loopback.ts';
import type { Ports, Tables } from '../../ports/index.ts';
import type { WebApp } from '../../records-of-callers.ts';
import { checkName, inputInvalid, nameTaken, notFound } from './names.ts';

export interface WebAppSettings {
  /** Exact origins of its pages (RFC 6454). */
  readonly origins?: readonly string[];
  /** Where it confirms who began a consent. Null forgets it. */
  readonly verifyUrl?: string | null;
}

export interface CreateWebAppInput extends WebAppSettings {
  readonly name: string;
}

type Project = { readonly project: string };
type MakingPorts = Pick<Ports, 'identifiers' | 'clock'>;

/** The web app of keys that name none. It has no origins. */
const DEFAULT = 'default';

/** @throws Refusal `name-taken`, `input-invalid` */
export async function createWebApp(
  { name, ...settings }: CreateWebAppInput,
  { project }: Project,
  ports: MakingPorts & Pick<Ports, 'state'>,
): Promise<WebApp> {
  checkName(name, 'web-app');
  const webApp = withSettings(newWebApp(name, project, ports), settings);
  return ports.state.write(async (tables) => {
    if (await tables.webApps.find(project, name)) throw nameTaken(name, 'web-app');
    await tables.webApps.save(webApp);
    return webApp;
  });
}

export function listWebApps({ project }: Project, { state }: Pick<Ports, 'state'>): Promise<WebApp[]> {
  return state.read((tables) => tables.webApps.list(project));
}

/**
 * @param name Its name or its id.
 * @throws Refusal `not-found`
 */
export function showWebApp(name: string, { project }: Project, { state }: Pick<Ports, 'state'>): Promise<WebApp> {
  return state.read((tables) => webAppNamed(name, project, tables));
}

/**
 * Changes what is given. Where an origin is taken away, all sessions and tickets of the web app end, since the pages that
 * have them may be those.
 *
 * @throws Refusal `not-found`, `input-invalid`
 */
export function updateWebApp(
  { name, ...settings }: CreateWebAppInput,
  { project }: Project,
  { state, clock }: Pick<Ports, 'state' | 'clock'>,
): Promise<WebApp> {
  return state.write(async (tables) => {
    const before = await webAppNamed(name, project, tables);
    const after = { ...withSettings(before, settings), updatedAt: clock.now() };
    await tables.webApps.save(after);
    if (before.origins.some((origin) => !after.origins.includes(origin))) await endCredentials(before, tables);
    return after;
  });
}

/** Tickets, sessions and tokens of its end users end, whoever made them. */
export async function endCredentials({ id, project }: WebApp, tables: Tables): Promise<void> {
  await tables.credentials.removeOfParent(id);
  for (const key of await tables.apiKeys.list(project)) {
    if (key.webAppId === id) await tables.credentials.removeOfParent(key.id);
  }
}

/** @throws Refusal `not-found` */
export async function webAppNamed(name: string, project: string, tables: Tables): Promise<WebApp> {
  const found = (await tables.webApps.find(project, name)) ?? (await tables.webApps.get(name));
  if (found?.project !== project) throw notFound(name, 'web-app');
  return found;
}

/** The default web app comes into being when it is first needed. */
export async function defaultWebApp(project: string, tables: Tables, ports: MakingPorts): Promise<WebApp> {
  const found = await tables.webApps.find(project, DEFAULT);
  if (found) return found;
  const made = newWebApp(DEFAULT, project, ports);
  await tables.webApps.save(made);
  return made;
}

function newWebApp(name: string, project: string, { identifiers, clock }: MakingPorts): WebApp {
  const now = clock.now();
  return { id: identifiers.next(), project, name, origins: [], createdAt: now, updatedAt: now };
}

function withSettings(webApp: WebApp, { origins, verifyUrl }: WebAppSettings): WebApp {
  const { verifyUrl: before, ...rest } = webApp;
  const after = verifyUrl === undefined ? before : verifyUrl === null ? undefined : checkedVerifyUrl(verifyUrl);
  return {
    ...rest,
    origins: origins === undefined ? webApp.origins : [...new Set(origins.map(checkedOrigin))],
    ...(after !== undefined && { verifyUrl: after }),
  };
}

function checkedOrigin(text: string): string {
  const url = canParseUrl(text) ? new URL(text) : undefined;
  if (url && url.origin === text && isHttpsOrLoopback(url)) return text;
  throw inputInvalid(
    '/origins',
    `This is no origin: ${text}`,
    'An origin is https:// and a host, perhaps a port, and nothing after it. On this machine it may be http.',
  );
}

function checkedVerifyUrl(text: string): string {
  const url = canParseUrl(text) ? new URL(text) : undefined;
  if (url && isHttpsOrLoopback(url) && url.username === '' && url.password === '' && url.hash === '') return url.href;
  throw inputInvalid(
    '/verify_url',
    'This is no address where a web app can confirm who began a consent.',
    'It is an https URL without credentials and without a fragment. On this machine it may be http.',
  );
}
