/** Every command, in the order of `mcpctl --help`. To add one: its file, and a line here. */
import type { Declare } from '../program.ts';
import { callCommand } from './call.ts';
import { toolsCommand } from './tools.ts';
import { validateCommand } from './validate.ts';

export const commands: readonly Declare[] = [validateCommand, toolsCommand, callCommand];
