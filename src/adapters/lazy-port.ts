/** A port whose adapter is loaded or opened at the first call, so that a command without it does not pay for it. */

type AsyncNames<Port> = {
  [Name in keyof Port]: Port[Name] extends (...args: never[]) => Promise<unknown> ? Name : never;
}[keyof Port];

/** The named methods of a port. Each of them returns a promise, so a caller cannot see that the port comes later. */
export function lazyPort<Port extends object, Name extends AsyncNames<Port>>(
  load: () => Promise<Port>,
  names: readonly Name[],
): Pick<Port, Name> {
  const forward = (name: Name) => {
    return async (...args: never[]) => {
      const port = (await load()) as Record<Name, (...args: never[]) => Promise<unknown>>;
      return port[name](...args);
    };
  };
  return Object.fromEntries(names.map((name) => [name, forward(name)])) as unknown as Pick<Port, Name>;
}
