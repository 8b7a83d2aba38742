#!/usr/bin/env bash
# Runs a command with another version of Node: scripts/with-node.sh 24 npm test
# npm's registry has Node itself as a package; it is kept in node_modules/.cache.
set -euo pipefail
version="${1:?usage: scripts/with-node.sh <version> <command> [argument...]}"
shift
root="$(cd "$(dirname "$0")/.." && pwd)"
package="$(node -p '`node-${process.platform === "win32" ? "win" : process.platform}-${process.arch}`')"
folder="$root/node_modules/.cache/node-$version"
bin="$folder/node_modules/$package/bin"
if [ ! -x "$bin/node" ]; then
  npm install --silent --no-audit --no-fund --no-save --prefix "$folder" "$package@$version"
fi
export PATH="$bin:$PATH"
echo "Node $(node --version)"
exec "$@"
