/** Sends traces over OTLP/HTTP with the SDK of OpenTelemetry, which reads its OTEL_ variables itself. */
import {
  type DiagLogger,
  DiagLogLevel,
  defaultTextMapGetter,
  defaultTextMapSetter,
  diag,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import type { Attributes, Tracing } from '../ports/index.ts';

/** In milliseconds: how long the end of the process waits for a collector that may be gone. */
const LAST_WORDS = 2000;

/** `OTEL_SERVICE_NAME` overrides it. */
const SERVICE_NAME = 'mcpctl';

/** Calls `warn` once when traces cannot be sent. */
export function createTracing(version: string, warn: (message: string) => void): Tracing {
  diag.setLogger(
    { ...SILENT, error: once((message) => warn(`Traces cannot be sent: ${message}`)) },
    DiagLogLevel.ERROR,
  );
  const named = resourceFromAttributes({ 'service.name': SERVICE_NAME, 'service.version': version });
  const provider = new BasicTracerProvider({
    resource: defaultResource()
      .merge(named)
      .merge(detectResources({ detectors: [envDetector] })),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
  });
  const tracer = provider.getTracer(SERVICE_NAME, version);
  const propagator = new W3CTraceContextPropagator();
  return {
    begin(name, attributes, parent) {
      const context = propagator.extract(ROOT_CONTEXT, parent, defaultTextMapGetter);
      const span = tracer.startSpan(name, { kind: SpanKind.SERVER, attributes: defined(attributes) }, context);
      const headers: Record<string, string> = {};
      propagator.inject(trace.setSpan(context, span), headers, defaultTextMapSetter);
      return {
        context: headers,
        end(more, error) {
          span.setAttributes(defined(more));
          if (error !== undefined) span.setStatus({ code: SpanStatusCode.ERROR });
          span.end();
        },
      };
    },
    async close() {
      const late = new Promise<void>((over) => setTimeout(over, LAST_WORDS).unref());
      await Promise.race([provider.shutdown().catch(() => {}), late]);
    },
  };
}

const SILENT: DiagLogger = { error() {}, warn() {}, info() {}, debug() {}, verbose() {} };

function once(tell: (message: string) => void): (message: string) => void {
  let isTold = false;
  return (message) => {
    if (!isTold) tell(message);
    isTold = true;
  };
}

function defined(attributes: Attributes): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(attributes).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
