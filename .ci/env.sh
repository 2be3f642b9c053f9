# Sourced by .ci/run and its steps: where tools are kept, and how one that is
# missing is got. Nothing is skipped for want of a tool.

# Compiled tools stay here between runs, outside the tree.
CI_CACHE=${CI_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/playgrant-ci}
export CI_CACHE GOLANGCI_LINT_CACHE=$CI_CACHE/golangci-lint
export PATH=$CI_CACHE/bin:$CI_CACHE/node/node_modules/.bin:$PATH
mkdir -p "$CI_CACHE/bin"

GORELEASER=v2.16.0

# go.mod's version says what the code needs; this Go has the standard library's
# security fixes, so what is released is built with it, and checked for
# vulnerabilities as it is built. The tests run on whatever Go is here.
SAFE_GO=go1.26.11

# need_safe_go has the go command get that Go through the module proxy.
need_safe_go() { export GOTOOLCHAIN=$SAFE_GO && go version; }

as_root() { if [[ $EUID == 0 ]]; then "$@"; else sudo -n "$@"; fi; }

# need COMMAND PACKAGE…: installs Debian packages unless the command is there.
need() {
  local command=$1
  shift
  command -v "$command" >/dev/null && return
  echo "installing $* for $command"
  as_root apt-get update -qq >/dev/null
  DEBIAN_FRONTEND=noninteractive as_root apt-get install -y -qq --no-install-recommends "$@" >/dev/null
  command -v "$command" >/dev/null
}

# need_go_tools compiles golangci-lint and govulncheck as .ci/tools pins them,
# and vulndb. The go command's own cache makes this quick when nothing changed.
need_go_tools() {
  go build -C .ci/tools -o "$CI_CACHE/bin/" tool ./vulndb
}

need_goreleaser() {
  local have
  have=$(go version -m "$CI_CACHE/bin/goreleaser" 2>/dev/null | awk '$1 == "mod" { print $3 }') || true
  [[ $have == "$GORELEASER" ]] || GOBIN=$CI_CACHE/bin go install "github.com/goreleaser/goreleaser/v2@$GORELEASER"
}

# need_node: Node.js 20 or later, and the packages that .ci/clients pins.
need_node() {
  need npm nodejs npm
  local major
  major=$(node -p 'process.versions.node.split(".")[0]')
  if ((major < 20)); then # older Debian releases
    npm install --silent --no-fund --no-audit --prefix "$CI_CACHE/node" node@22
    hash -r
  fi
  npm ci --silent --no-fund --no-audit --ignore-scripts --prefix .ci/clients
}

# serve [FLAG…]: starts the binary in memory on a free port, sets BASE, and
# ends it with the step.
serve() {
  local out=$CI_WORK/serve.$$
  : >"$out"
  "$PLAYGRANT" serve --memory --listen localhost:0 "$@" >"$out" 2>"$out.log" &
  trap "kill $! 2>/dev/null; wait $! 2>/dev/null || true" EXIT
  for _ in {1..100}; do
    BASE=$(sed -n 's/^listening on \(http:[^ ]*\) .*/\1/p' "$out")
    [[ -n $BASE ]] && break
    sleep 0.1
  done
  [[ -n $BASE ]] || { echo "playgrant serve said nothing for 10 s:"; cat "$out.log"; return 1; }
  export BASE
}
