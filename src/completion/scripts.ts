/**
 * The scripts that shells load to complete the command line of mcpctl. Each calls `mcpctl __complete -- WORD…`, which
 * prints lines of a candidate, a tab and a description. Without candidates the shell completes file names.
 */
import type { Shell } from './shells.ts';

export const SCRIPTS: Readonly<Record<Shell, string>> = {
  bash: `# mcpctl: add to ~/.bashrc: source <(mcpctl completion bash)
_mcpctl() {
  local line
  COMPREPLY=()
  while IFS= read -r line; do
    COMPREPLY+=("\${line%%$'\\t'*}")
  done < <(mcpctl __complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o default -F _mcpctl mcpctl
`,
  zsh: `#compdef mcpctl
# mcpctl: add to ~/.zshrc: source <(mcpctl completion zsh)
_mcpctl() {
  local line
  local -a found
  while IFS= read -r line; do
    found+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}")
  done < <(mcpctl __complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)
  if (( $#found )); then _describe mcpctl found; else _files; fi
}
if [[ "\${funcstack[1]}" == _mcpctl ]]; then _mcpctl "$@"; else compdef _mcpctl mcpctl; fi
`,
  fish: `# mcpctl: save as ~/.config/fish/completions/mcpctl.fish
function __mcpctl_complete
  set -l words (commandline -opc) (commandline -ct)
  set -l found (mcpctl __complete -- $words[2..-1] 2>/dev/null)
  if test (count $found) -gt 0
    printf '%s\\n' $found
  else
    __fish_complete_path (commandline -ct)
  end
end
complete -c mcpctl -f -a '(__mcpctl_complete)'
`,
  powershell: `# mcpctl: add to $PROFILE: mcpctl completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName mcpctl -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $words = @($commandAst.CommandElements | Select-Object -Skip 1 | Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | ForEach-Object { "$_" })
  # Older versions drop an argument that is empty.
  $last = if ($wordToComplete) { $wordToComplete } else { '""' }
  mcpctl __complete -- @words $last 2>$null | ForEach-Object {
    $value, $description = $_ -split "\`t", 2
    if (-not $description) { $description = $value }
    [System.Management.Automation.CompletionResult]::new($value, $value, 'ParameterValue', $description)
  }
}
`,
};
