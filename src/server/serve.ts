/** `serve`: the server for backends, web apps and people, until the process is stopped. */
import { auditObserver } from '../gateway/audit.ts';
import type { GatewayServeOptions, ServePorts } from '../gateway/serve.ts';
import { openGateway } from '../gateway/serve.ts';
import type { Caller } from '../identity/caller.ts';
import type { OperationPorts } from '../operations/operation.ts';
import type { Clock, Scope } from '../ports/index.ts';
import { expireConsents } from '../usecases/connect/hosted/expire.ts';
import { callerOfBearer } from '../usecases/access/authenticate.ts';
import { createAuditWriter } from '../usecases/access/audit-writer.ts';
import { revokeLeftBehind } from '../tokens/revocations.ts';
import { renewalsDone } from '../tokens/under-way.ts';
import { createApi } from './api.ts';
