/** Web apps, whose end users connect accounts of their own. */
import { deletedWebAppDocument, webAppDocument } from '../documents/web-app.ts';
import type { WebApp } from '../records-of-callers.ts';
import { type DeletedWebApp, deleteWebApp } from '../usecases/access/delete-web-app.ts';
import {
  type CreateWebAppInput,
  createWebApp,
  listWebApps,
  showWebApp,
  updateWebApp,
} from '../usecases/access/web-app.ts';
import type { Operation } from './operation.ts';

interface Named {
  /** Its name or its id. */
  readonly name: string;
}

const common = { right: 'project.administer', subject: () => ({ kind: 'project' }) as const, secrets: [] } as const;

export const webAppCreate: Operation<CreateWebAppInput, WebApp> = {
  ...common,
  name: 'web-app.create',
  effect: 'changes',
  where: { command: 'web-app create', route: { method: 'POST', path: '/api/v1/web-apps' }, remote: true },
  run: (input, { caller, ports }) => createWebApp(input, caller, ports),
  document: webAppDocument,
};

export const webAppList: Operation<object, { readonly webApps: readonly WebApp[] }> = {
  ...common,
  name: 'web-app.list',
  effect: 'reads',
  where: { command: 'web-app list', route: { method: 'GET', path: '/api/v1/web-apps' }, remote: true },
  run: async (_input, { caller, ports }) => ({ webApps: await listWebApps(caller, ports) }),
  document: ({ webApps }) => ({ web_apps: webApps.map(webAppDocument) }),
};

export const webAppShow: Operation<Named, WebApp> = {
  ...common,
  name: 'web-app.show',
  effect: 'reads',
  where: {
    command: { not: 'The list shows all of it.' },
    route: { method: 'GET', path: '/api/v1/web-apps/{name}' },
    remote: true,
  },
  run: ({ name }, { caller, ports }) => showWebApp(name, caller, ports),
  document: webAppDocument,
};

export const webAppUpdate: Operation<CreateWebAppInput, WebApp> = {
  ...common,
  name: 'web-app.update',
  effect: 'changes',
  where: { command: 'web-app update', route: { method: 'PATCH', path: '/api/v1/web-apps/{name}' }, remote: true },
  run: (input, { caller, ports }) => updateWebApp(input, caller, ports),
  document: webAppDocument,
};

export const webAppDelete: Operation<Named, DeletedWebApp> = {
  ...common,
  name: 'web-app.delete',
  effect: 'goes-out',
  where: { command: 'web-app delete', route: { method: 'DELETE', path: '/api/v1/web-apps/{name}' }, remote: true },
  run: (input, { caller, ports }) => deleteWebApp(input, caller, ports),
  document: deletedWebAppDocument,
};
