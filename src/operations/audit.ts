/** Who did what, and work that goes on. */
import { auditDocument } from '../documents/audit.ts';
import { jobDocument } from '../documents/job.ts';
import type { Job } from '../records-of-callers.ts';
import { showJob } from '../usecases/access/job.ts';
import { type AuditPart, type ReadAuditInput, readAudit } from '../usecases/access/read-audit.ts';
import type { Operation } from './operation.ts';

const common = { subject: () => ({ kind: 'project' }) as const, effect: 'reads', secrets: [] } as const;

export const auditList: Operation<ReadAuditInput, AuditPart> = {
  ...common,
  name: 'audit.list',
  right: 'audit.read',
  where: { command: 'audit', route: { method: 'GET', path: '/api/v1/audit' }, remote: true },
  run: (input, { caller, ports }) => readAudit(input, { caller, withArguments: false }, ports),
  document: auditDocument,
};

export const auditListArguments: Operation<ReadAuditInput, AuditPart> = {
  ...common,
  name: 'audit.list-arguments',
  right: 'audit.read-arguments',
  where: {
    command: 'audit --arguments',
    route: { method: 'GET', path: '/api/v1/audit/arguments' },
    remote: true,
  },
  run: (input, { caller, ports }) => readAudit(input, { caller, withArguments: true }, ports),
  document: auditDocument,
};

export const jobShow: Operation<{ readonly id: string }, Job> = {
  ...common,
  name: 'job.show',
  right: 'catalog.read',
  where: {
    command: { not: 'A command waits for its work.' },
    route: { method: 'GET', path: '/api/v1/jobs/{id}' },
    remote: { not: 'A command waits for its work.' },
  },
  run: (input, { caller, ports }) => showJob(input, caller, ports),
  document: jobDocument,
};
