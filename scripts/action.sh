#!/usr/bin/env bash
# The GitHub Action: annotations, step summary, and SARIF when asked for. Inputs come as environment variables, so that
# no expression is ever part of a script.
set -euo pipefail

if [ -z "${MCPCTL_VERSION:-}" ] && [ -f "$GITHUB_ACTION_PATH/dist/mcpctl.js" ]; then
  mcpctl=(node "$GITHUB_ACTION_PATH/bin/mcpctl.js")
else
  mcpctl=(npx --yes "mcpctl@${MCPCTL_VERSION:-latest}")
fi

# Split at white space, and leave globs to mcpctl: it honours .gitignore.
set -f
# shellcheck disable=SC2206
files=(${MCPCTL_FILES:-.})
# shellcheck disable=SC2206
args=(${MCPCTL_ARGS:-})
set +f

if [ -n "${MCPCTL_SARIF:-}" ]; then
  # The annotated run below decides about success; this one only writes the file.
  "${mcpctl[@]}" validate --format sarif ${args[@]+"${args[@]}"} "${files[@]}" >"$MCPCTL_SARIF" || [ $? -eq 1 ]
  echo "sarif=$MCPCTL_SARIF" >>"$GITHUB_OUTPUT"
fi

"${mcpctl[@]}" validate --format github ${args[@]+"${args[@]}"} "${files[@]}"
