/**
 * WebAssembly that V8 leaves as its fast compiler made it, until it has run for long.
 *
 * The HTTP parser of undici is one function of ten thousand branches. V8 takes the first request as a reason to compile it
 * again with everything it knows, on another thread: that is a third of the processor time of a command that asks a server
 * once. A gateway comes to that after some hundreds of requests all the same.
 */
import { cachedDataVersionTag, setFlagsFromString } from 'node:v8';

const BUDGET = '--wasm-tiering-budget=';
/** About five hundred times what V8 of Node 20 has. */
const LATE = 1_000_000_000;
/** What V8 has by itself, up to Node 22 and from Node 24. */
const USUAL = [1_800_000, 13_000_000];

/**
 * Returns what `compile` returns. A module keeps the budget that it was compiled with; all others get the usual one.
 *
 * The tag of V8 has all its flags in it, and compiled code that was kept with another tag is refused: so the tag says which
 * of the usual budgets this V8 has.
 */
export function withLateOptimization<T>(compile: () => T): T {
  const tag = cachedDataVersionTag();
  setFlagsFromString(BUDGET + LATE);
  try {
    return compile();
  } finally {
    for (const usual of USUAL) {
      setFlagsFromString(BUDGET + usual);
      if (cachedDataVersionTag() === tag) break;
    }
  }
}
