/** Apps that are installed in a project. */
import { listDocument, showDocument } from '../documents/installation.ts';
import type { Installation } from '../records.ts';
import { listInstallations, type ShownApp, showApp } from '../usecases/install/show.ts';
import { NO_ROUTE_YET, type Operation, scopeOf } from './operation.ts';

const common = {
  subject: () => ({ kind: 'project' }) as const,
  secrets: [],
  effect: 'reads',
  right: 'catalog.read',
} as const;

export const appList: Operation<object, { readonly apps: readonly Installation[] }> = {
  ...common,
  name: 'app.list',
  where: { command: 'list', route: NO_ROUTE_YET, remote: true },
  run: async (_input, { caller, ports }) => ({ apps: await listInstallations(scopeOf(caller), ports) }),
  document: ({ apps }) => listDocument(apps),
};

export const appShow: Operation<{ readonly app: string }, ShownApp> = {
  ...common,
  name: 'app.show',
  where: { command: 'show', route: NO_ROUTE_YET, remote: true },
  run: ({ app }, { caller, ports }) => showApp(app, scopeOf(caller), ports),
  document: showDocument,
};
