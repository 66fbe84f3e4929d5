/** Every route of the HTTP API. The server and its description (openapi.ts) are made from this list. */
import type { AnyRoute } from './route.ts';
import { agentRoutes } from './seed/agents.ts';
import { serverRoutes } from './seed/servers.ts';

export const ROUTES: readonly AnyRoute[] = [...serverRoutes, ...agentRoutes];
