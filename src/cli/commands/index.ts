/** Every command, in the order of `mcpctl --help`. To add one: its file, and a line here. */
import type { Declare } from '../program.ts';
import { callCommand } from './call.ts';
import { connectCommand } from './connect.ts';
import { disconnectCommand } from './disconnect.ts';
import { installCommand } from './install.ts';
import { listCommand } from './list.ts';
import { planCommand } from './plan.ts';
import { showCommand } from './show.ts';
import { statusCommand } from './status.ts';
import { tokenCommand } from './token.ts';
import { toolsCommand } from './tools.ts';
import { uninstallCommand } from './uninstall.ts';
import { validateCommand } from './validate.ts';

export const commands: readonly Declare[] = [
  validateCommand,
  planCommand,
  installCommand,
  uninstallCommand,
  listCommand,
  showCommand,
  statusCommand,
  connectCommand,
  disconnectCommand,
  tokenCommand,
  toolsCommand,
  callCommand,
];
