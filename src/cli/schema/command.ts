import { Argument } from 'commander';
import { SCHEMA_NAMES, type SchemaName, schema } from '../../usecases/manifests/schema.ts';
import type { Declare } from '../program.ts';

export const schemaCommand: Declare = (program, act) =>
  program
    .command('schema')
    .description('print a published JSON Schema')
    .addArgument(new Argument('[name]', 'which one').choices(SCHEMA_NAMES).default('app-manifest'))
    .action(
      act(async ({ output }, _options, name: SchemaName) => {
        // The schema itself is the document: a format_version in it would be a keyword nobody knows.
        output.data(JSON.stringify(await schema(name), null, 2));
        return undefined;
      }),
    );
