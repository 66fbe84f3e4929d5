/** Every route of the HTTP API. The server and its description (openapi.ts) are made from this list. */
import { accessRoutes } from './ours/access.ts';
import { activityRoutes } from './ours/activity.ts';
import type { AnyRoute } from './route.ts';
import { actorRoutes } from './seed/actors.ts';
import { agentRoutes } from './seed/agents.ts';
import { serverRoutes } from './seed/servers.ts';
import { sessionRoutes } from './seed/sessions.ts';

export const ROUTES: readonly AnyRoute[] = [
  ...serverRoutes,
  ...agentRoutes,
  ...actorRoutes,
  ...sessionRoutes,
  ...accessRoutes,
  ...activityRoutes,
];
