/** Every command, in the order of `mcpctl --help`. To add one: its file, and a line here. */
import type { Declare } from '../program.ts';
import { agentCommand } from './agent.ts';
import { callCommand } from './call.ts';
import { compileCommand } from './compile.ts';
import { completionCommand } from './completion.ts';
import { connectCommand } from './connect.ts';
import { disconnectCommand } from './disconnect.ts';
import { discoverCommand } from './discover.ts';
import { doctorCommand } from './doctor.ts';
import { explainCommand } from './explain.ts';
import { exportCommand } from './export.ts';
import { gatewayCommand } from './gateway.ts';
import { importCommand } from './import.ts';
import { initCommand } from './init.ts';
import { installCommand } from './install.ts';
import { keysCommand } from './keys.ts';
import { listCommand } from './list.ts';
import { lspCommand } from './lsp.ts';
import { planCommand } from './plan.ts';
import { providerCommand } from './provider.ts';
import { reinstallCommand } from './reinstall.ts';
import { schemaCommand } from './schema.ts';
import { serverCommand } from './server.ts';
import { showCommand } from './show.ts';
import { statusCommand } from './status.ts';
import { tokenCommand } from './token.ts';
import { toolsCommand } from './tools.ts';
import { uninstallCommand } from './uninstall.ts';
import { upgradeCommand } from './upgrade.ts';
import { validateCommand } from './validate.ts';

export const commands: readonly Declare[] = [
  initCommand,
  validateCommand,
  lspCommand,
  explainCommand,
  schemaCommand,
  compileCommand,
  planCommand,
  installCommand,
  reinstallCommand,
  upgradeCommand,
  uninstallCommand,
  listCommand,
  showCommand,
  statusCommand,
  providerCommand,
  discoverCommand,
  serverCommand,
  agentCommand,
  connectCommand,
  disconnectCommand,
  tokenCommand,
  toolsCommand,
  callCommand,
  gatewayCommand,
  exportCommand,
  importCommand,
  keysCommand,
  doctorCommand,
  completionCommand,
];
