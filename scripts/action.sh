#!/usr/bin/env bash
# The GitHub Action: annotations, step summary, and SARIF when asked for. Inputs come as environment variables, so that
# no expression is ever part of a script.
set -euo pipefail

# The repository under test may hold an .npmrc, a node_modules and files of version managers, which choose what npm, npx and
# node run. So both start in a folder of our own, and the version is that of this action.
here=$(pwd)
cd "$(mktemp -d "${RUNNER_TEMP:-/tmp}/mcpctl-XXXXXXXX")"
node=$(node -p process.execPath)

if [ -z "${MCPCTL_VERSION:-}" ] && [ -f "$GITHUB_ACTION_PATH/dist/mcpctl.js" ]; then
  mcpctl=("$node" "$GITHUB_ACTION_PATH/bin/mcpctl.js")
else
  version=${MCPCTL_VERSION:-$("$node" -p 'require(`${process.env.GITHUB_ACTION_PATH}/package.json`).version')}
  if ! [[ $version =~ ^[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?$ ]]; then
    echo "::error::The input version must be an exact version of mcpctl, such as 0.2.0, because others can move a range or a tag. Change it, or leave it out to use the version of the action."
    exit 2
  fi
  npm install --prefix "$PWD" --ignore-scripts --no-audit --no-fund --loglevel error "mcpctl@$version" >&2
  mcpctl=("$node" "$PWD/node_modules/mcpctl/dist/mcpctl.js")
fi
cd "$here"

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
