/** Records a span for each call, with OpenTelemetry's semantic conventions for MCP where they have an attribute. */
import type { Tracing } from '../ports/index.ts';
import type { CallMethod, CallObserver } from './call-observer.ts';

export function tracingObserver(tracing: Tracing): CallObserver {
  return {
    begin({ method, name, agent, client, meta }) {
      const attributes = {
        'mcp.method.name': method,
        ...nameOf(method, name),
        'mcpctl.agent': agent,
        'mcpctl.client': client?.name,
      };
      const span = tracing.begin(method === 'resources/read' ? method : `${method} ${name}`, attributes, meta);
      return {
        meta: span.context,
        end({ server, tool, outcome, code }) {
          const isSuccess = outcome === 'ok' || outcome === 'input_required';
          const error = isSuccess ? undefined : String(code ?? outcome);
          const found = { 'mcpctl.server': server, 'mcpctl.tool': tool, 'mcpctl.outcome': outcome };
          span.end({ ...found, 'error.type': error }, error);
        },
      };
    },
  };
}

function nameOf(method: CallMethod, name: string): Readonly<Record<string, string>> {
  switch (method) {
    case 'tools/call':
      return { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': name };
    case 'resources/read':
      return { 'mcp.resource.uri': name };
    default:
      return { 'gen_ai.prompt.name': name };
  }
}
