/** Every address that this process tries to connect to, seen where Node hands it to the system. */
export interface Dials {
  /** `ADDRESS:PORT`, in order. */
  readonly seen: readonly string[];
  stop(): void;
}

interface TcpHandle {
  connect(request: unknown, address: string, port: number): number;
  connect6(request: unknown, address: string, port: number): number;
}

const CONNECTION_REFUSED = -111;

/** Lets through what `allows`; everything else gets nowhere, so that a test never leaves this machine. */
export function watchDials(allows: (address: string) => boolean): Dials {
  // Nothing public shows what is dialled at last, after every lookup.
  const { TCP } = (process as unknown as { binding(name: string): { TCP: { prototype: TcpHandle } } }).binding(
    'tcp_wrap',
  );
  const seen: string[] = [];
  const { connect, connect6 } = TCP.prototype;
  const watching = (original: TcpHandle['connect']): TcpHandle['connect'] =>
    function (this: TcpHandle, request, address, port) {
      seen.push(`${address}:${port}`);
      return allows(address) ? original.call(this, request, address, port) : CONNECTION_REFUSED;
    };
  TCP.prototype.connect = watching(connect);
  TCP.prototype.connect6 = watching(connect6);
  return {
    seen,
    stop() {
      TCP.prototype.connect = connect;
      TCP.prototype.connect6 = connect6;
    },
  };
}
