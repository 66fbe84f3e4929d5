/** Every command, in the order of `mcpctl --help`. A new command is a folder with `command.ts`, and a line here. */

import { agentCommand } from './agent/command.ts';
import { apiKeyCommand } from './api-key/command.ts';
import { auditCommand } from './audit/command.ts';
import { callCommand } from './call/command.ts';
import { compileCommand } from './compile/command.ts';
import { completionCommand } from './completion/command.ts';
import { connectCommand } from './connect/command.ts';
import { disconnectCommand } from './disconnect/command.ts';
import { discoverCommand } from './discover/command.ts';
import { doctorCommand } from './doctor/command.ts';
import { explainCommand } from './explain/command.ts';
import { exportCommand } from './export/command.ts';
import { gatewayCommand } from './gateway/command.ts';
import { importCommand } from './import/command.ts';
import { initCommand } from './init/command.ts';
import { installCommand } from './install/command.ts';
import { keysCommand } from './keys/command.ts';
import { listCommand } from './list/command.ts';
import { lspCommand } from './lsp/command.ts';
import { personCommand } from './person/command.ts';
import { planCommand } from './plan/command.ts';
import type { Declare } from './program.ts';
import { projectCommand } from './project/command.ts';
import { providerCommand } from './provider/command.ts';
import { reinstallCommand } from './reinstall/command.ts';
import { schemaCommand } from './schema/command.ts';
import { serveCommand } from './serve/command.ts';
import { serverCommand } from './server/command.ts';
import { showCommand } from './show/command.ts';
import { statusCommand } from './status/command.ts';
import { tokenCommand } from './token/command.ts';
import { toolsCommand } from './tools/command.ts';
import { uninstallCommand } from './uninstall/command.ts';
import { upgradeCommand } from './upgrade/command.ts';
import { validateCommand } from './validate/command.ts';
import { webAppCommand } from './web-app/command.ts';

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
  serveCommand,
  projectCommand,
  personCommand,
  webAppCommand,
  apiKeyCommand,
  auditCommand,
  exportCommand,
  importCommand,
  keysCommand,
  doctorCommand,
  completionCommand,
];
