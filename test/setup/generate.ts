import { generate } from '../../scripts/generate.mjs';

/** Source files import the validators that are generated from the schemas: they are written unless they are up to date. */
export default function setup(): Promise<void> {
  return generate();
}
