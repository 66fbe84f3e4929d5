/** The examples at the end of the `--help` of each command: lines to type, each below its purpose. */
import type { Command } from 'commander';

type Example = readonly [purpose: string, line: string];

const EXAMPLES: Readonly<Record<string, readonly Example[]>> = {
  init: [
    ['Ask for what a manifest needs, and write manifest.json here', 'mcpctl init'],
    ['Ask nothing', 'mcpctl init crm --name crm --url https://mcp.example.com/mcp --auth oauth --format yaml'],
  ],
  validate: [
    ['The manifest in this folder', 'mcpctl validate'],
    ['Every manifest of a repository, for GitHub annotations', "mcpctl validate --format github 'apps/**/*.yaml'"],
    ['See what --fix would change, then change it', 'mcpctl validate --fix-dry-run && mcpctl validate --fix'],
    ['Standard input, and no warning is allowed', 'mcpctl validate --max-warnings 0 - < manifest.json'],
  ],
  lsp: [['What an editor starts for JSON and YAML files', 'mcpctl lsp --stdio']],
  explain: [
    ['One code, with a bad and a good document', 'mcpctl explain oauth-methods-exclusive'],
    ['Every code', 'mcpctl explain'],
  ],
  schema: [
    ['Keep the schema beside the manifest, for an editor', 'mcpctl schema app-manifest > app-manifest.schema.json'],
  ],
  compile: [
    ['One server document for each collection', 'mcpctl compile'],
    ['The configuration of a client', 'mcpctl compile --target vscode > .vscode/mcp.json'],
    ['What was derived, and where each scope comes from', 'mcpctl compile --target lock'],
  ],
  plan: [
    ['What install would do and ask', 'mcpctl plan'],
    ['Look first, then do exactly that', 'mcpctl plan --out plan.json && mcpctl install plan.json'],
    ['In a script: 0 nothing to do, 2 changes', 'mcpctl plan --detailed-exitcode'],
  ],
  install: [
    ['Ask for what is missing', 'mcpctl install manifest.json'],
    ['Ask nothing', 'mcpctl install --no-input --set crm.client_id=abc --set crm.client_secret=env:CRM_SECRET'],
    ['All answers in a file, secrets as references', 'mcpctl install --answers answers.yaml'],
    ['With clients registered at once, so that nothing but consent is left', 'mcpctl install --register'],
  ],
  reinstall: [
    ['From scratch, with the same answers', 'mcpctl reinstall crm'],
    ['Answer everything anew', 'mcpctl reinstall crm --ask'],
  ],
  upgrade: [
    ['What would change', 'mcpctl upgrade crm manifest.json --dry-run'],
    ['Change it in place', 'mcpctl upgrade crm manifest.json'],
  ],
  uninstall: [['Without a question', 'mcpctl uninstall crm --yes']],
  list: [['The names alone', "mcpctl list --json | jq -r '.apps[].name'"]],
  show: [['One app', 'mcpctl show crm']],
  status: [
    ['Of another project', 'mcpctl status --project staging'],
    ['Whether the servers of an agent can be used now', 'mcpctl status --agent scribe'],
  ],
  'provider create': [
    [
      'A client that you registered yourself',
      'mcpctl provider create acme --client-id abc --client-secret env:ACME_SECRET --scopes "read write"',
    ],
  ],
  'provider list': [['All of the project', 'mcpctl provider list']],
  'provider show': [['One, without its secret', 'mcpctl provider show acme']],
  'provider update': [['A new secret; the rest stays', 'mcpctl provider update acme --client-secret file:secret.txt']],
  'provider delete': [['Without a question', 'mcpctl provider delete acme --yes']],
  discover: [
    ['What a server wants', 'mcpctl discover https://mcp.example.com/mcp'],
    ['How that was found out', 'mcpctl discover https://mcp.example.com/mcp --trace'],
  ],
  'server create': [
    ['Discover all, and register a client', 'mcpctl server create crm https://mcp.example.com/mcp'],
    ['A fixed token', 'mcpctl server create crm https://mcp.example.com/mcp --auth token --token env:CRM_TOKEN'],
    ['From a document', 'mcpctl server create -f server.json'],
  ],
  'server list': [['With the collections of installed apps', 'mcpctl server list']],
  'server show': [['Where each value came from', 'mcpctl server show crm']],
  'server update': [
    ['Another address; consents end', 'mcpctl server update crm --url https://crm.example.com/mcp --yes'],
  ],
  'server delete': [['Without a question', 'mcpctl server delete crm --yes']],
  'agent create': [['An agent that may use nothing yet', 'mcpctl agent create scribe']],
  'agent list': [['All of the project', 'mcpctl agent list']],
  'agent show': [['What it may use', 'mcpctl agent show scribe']],
  'agent delete': [['Its servers and connections stay', 'mcpctl agent delete scribe']],
  'agent attach': [
    ['All tools of a server', 'mcpctl agent attach scribe crm'],
    ['Only those that read', "mcpctl agent attach scribe crm --tools 'get_*' search"],
  ],
  'agent detach': [['Also when it is not attached', 'mcpctl agent detach scribe crm']],
  'agent give': [['Two people at once', 'mcpctl agent give scribe ada grace']],
  'agent take': [['From one of them', 'mcpctl agent take scribe grace']],
  'project create': [['Another tenant', 'mcpctl project create staging']],
  'project list': [['The names alone', "mcpctl project list --json | jq -r '.projects[].name'"]],
  'project delete': [['With all that is in it', 'mcpctl project delete staging --yes']],
  'person add': [
    ['Who may use one agent', 'mcpctl person add ada --role member --agent scribe'],
    ['In a script, with the link', 'mcpctl person add ada --role member --print-link'],
  ],
  'person list': [['All of the project', 'mcpctl person list']],
  'person role': [['From the next request on', 'mcpctl person role ada builder']],
  'person link': [['For another machine', 'mcpctl person link ada']],
  'person remove': [['With its accounts', 'mcpctl person remove ada --yes']],
  'web-app create': [['With the origin of its pages', 'mcpctl web-app create shop --origin https://shop.example']],
  'web-app list': [['All of the project', 'mcpctl web-app list']],
  'web-app update': [
    ['All of its origins', 'mcpctl web-app update shop --origin https://shop.example https://m.shop.example'],
  ],
  'web-app delete': [['With its keys and end users', 'mcpctl web-app delete shop --yes']],
  'api-key create': [
    ['For the backend of a web app', 'mcpctl api-key create backend --role web-app --web-app shop'],
    ['Into a file that only you can read', '(umask 077; mcpctl api-key create ci --role builder --expires 90d > key)'],
  ],
  'api-key list': [['With those that were revoked', 'mcpctl api-key list']],
  'api-key revoke': [['At once', 'mcpctl api-key revoke backend']],
  audit: [
    ['The last hour', 'mcpctl audit --since 1h'],
    ['What one person called of one server', "mcpctl audit --person ada --tool 'crm_*'"],
    ['As it happens, a document a line', 'mcpctl audit --follow --json'],
  ],
  connect: [
    ['A collection of an installed app', 'mcpctl connect crm/contacts'],
    ['A server that no manifest names', 'mcpctl connect https://mcp.example.com/mcp --name example'],
    ['From a remote shell', 'mcpctl connect crm --paste'],
    ['Everything that is not connected yet', 'mcpctl connect --all'],
  ],
  disconnect: [['Revoke and forget', 'mcpctl disconnect crm']],
  token: [
    ['For another program', 'curl -H "$(mcpctl token crm --header)" https://mcp.example.com/mcp'],
    ['With expiry and scopes', 'mcpctl token crm --json'],
  ],
  tools: [
    ['Everything installed', 'mcpctl tools'],
    ['Of one collection', 'mcpctl tools crm/contacts'],
  ],
  'tools approve': [
    ['Look at every change, then decide', 'mcpctl tools approve'],
    ['One tool, without a question', 'mcpctl tools approve crm_search --yes'],
  ],
  call: [
    ['Words, typed by the schema of the tool', 'mcpctl call crm_search query=Northwind limit=5'],
    ['One JSON object', 'mcpctl call crm_search \'{"query": "Northwind"}\''],
    ["By the server's own name, arguments from standard input", 'mcpctl call crm search - < arguments.json'],
    ['One that gives up on a silent tool after half a minute', 'mcpctl call crm_search query=Northwind --timeout 30'],
  ],
  serve: [
    ['On this machine', 'mcpctl serve'],
    ['Behind a proxy that does TLS', 'mcpctl serve --listen 0.0.0.0:7777 --public-url https://tools.example.com'],
  ],
  gateway: [
    ['What the configuration of a client starts', 'mcpctl gateway --stdio'],
    ['Only what is attached to an agent', 'mcpctl gateway --stdio --agent scribe'],
    ['Over HTTP, for several clients and agents', 'mcpctl gateway --http 7777'],
    ['What these clients send as their bearer token', 'mcpctl gateway --show-token'],
    ['With what tools are called with in the audit log', 'mcpctl gateway --http 7777 --audit-arguments'],
    ['One server, under its own names', 'mcpctl gateway --stdio --target crm --no-prefix'],
  ],
  export: [
    ['See the difference, then write it', 'mcpctl export cursor --dry-run && mcpctl export cursor'],
    ['A client that may use what is attached to an agent', 'mcpctl export claude-code --agent scribe'],
    ['The whole configuration, for another place', 'mcpctl export vscode --print'],
  ],
  import: [
    ['The servers that Cursor knows', 'mcpctl import cursor'],
    ['In a script, which says yes to taking secrets out of the file', 'mcpctl import codex --yes'],
  ],
  'keys show': [['Which key store is used', 'mcpctl keys show']],
  'keys move': [['From a file to the keychain', 'mcpctl keys move keychain']],
  'keys rotate': [['After somebody left', 'mcpctl keys rotate']],
  doctor: [
    ['Everything, for a machine', 'mcpctl doctor --json'],
    ['The way to one server', 'mcpctl doctor --net crm'],
    ['Take back clients whose registration was interrupted', 'mcpctl doctor --sweep'],
  ],
  completion: [
    ['In ~/.bashrc', 'source <(mcpctl completion bash)'],
    ['In ~/.zshrc, after compinit', 'source <(mcpctl completion zsh)'],
    ['For fish', 'mcpctl completion fish > ~/.config/fish/completions/mcpctl.fish'],
    ['In the profile of PowerShell', 'mcpctl completion powershell | Out-String | Invoke-Expression'],
  ],
};

/** Adds the examples to a command and to the commands below it. */
export function addExamples(command: Command, path = ''): void {
  const examples = EXAMPLES[path];
  if (examples) command.addHelpText('after', () => `\nExamples:\n${examples.map(exampleText).join('\n')}`);
  for (const each of command.commands) addExamples(each, `${path} ${each.name()}`.trim());
}

function exampleText([purpose, line]: Example): string {
  return `  # ${purpose}\n  ${line}`;
}
