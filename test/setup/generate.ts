import { generate } from '../../scripts/generate.mjs';

/** Writes the validators that source files import, when they are older than the schemas that they are generated from. */
export default function setup(): Promise<void> {
  return generate();
}
