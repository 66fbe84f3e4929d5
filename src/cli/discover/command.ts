import type { Evidence } from '../../oauth/document.ts';
import type { Declare } from '../program.ts';

export const discoverCommand: Declare = (program, act) =>
  program
    .command('discover')
    .description('find out what a server wants, without connecting')
    .argument('<url>', 'the URL of an MCP server')
    .option('--trace', 'show every request, and what was concluded from it')
    .action(
      act<{ trace?: boolean }>(async ({ ports, globals, output }, { trace }, url: string) => {
        const [{ discover }, { discoveredDocument }, { discoveredText, evidenceLine }, { checkedUrl }] =
          await Promise.all([
            import('../../providers/discover.ts'),
            import('../../documents/discovered.ts'),
            import('./text.ts'),
            import('../../providers/url-target.ts'),
          ]);
        const observe = trace ? (seen: Evidence) => output.warn(evidenceLine(seen)) : undefined;
        const discovered = await discover(checkedUrl(url), ports, observe);
        if (globals.json) output.json(discoveredDocument(discovered));
        else discoveredText(discovered, output);
        return undefined;
      }),
    );
