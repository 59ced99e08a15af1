#!/usr/bin/env bash
# Licences, bans and sources of every package that Marv builds with, from the lists in deny.toml.
# For where cargo-deny is not installed: it is about 200 packages built with fat LTO, too dear for each fresh clone.
set -euo pipefail
cd "$(dirname "$0")/.."

# The quoted entries, one a line, of one list of deny.toml.
list() { sed -n "/^$1 = \[/,/^\]/p" deny.toml | sed -n "s/$2/\1/p" | jq -R . | jq -s .; }
allowed=$(list allow '^ *"\([^"]*\)".*')
banned=$(list deny '.*{ crate = "\([^"]*\)" }.*')
single=$(list deny '.*{ crate = "\([^"]*\)", deny-multiple-versions = true }.*')

# Each complaint is one line: what, where, what was expected.
complaints=$(
    cargo metadata --locked --format-version 1 --all-features |
        jq -r --argjson allowed "$allowed" --argjson banned "$banned" --argjson single "$single" '
        # An SPDX expression: names become T or F, then the innermost AND, OR and brackets fold. "/" is the old "OR".
        def licensed:
            def fold:
                gsub("(?<all>[TF]( AND [TF])+)"; if .all | contains("F") then "F" else "T" end)
                | gsub("\\((?<any>[TF]( OR [TF])*)\\)"; if .any | contains("T") then "T" else "F" end);
            def settle: fold as $next | if $next == . then . else ($next | settle) end;
            gsub(" */ *"; " OR ")
            | gsub("(?<name>[A-Za-z0-9.+-]+( WITH [A-Za-z0-9.-]+)?)";
                .name as $name
                | if ["AND", "OR"] | index($name) then $name
                  elif $allowed | index($name) then "T" else "F" end)
            | "(\(.))" | settle == "T";
        .packages
        | (.[] | select((.license // "") | licensed | not)
            | "licence: \(.name) \(.version) is under \(.license // "nothing that it names"); deny.toml does not allow that"),
          (.[] | select(.name as $name | $banned | index($name))
            | "ban: \(.name) \(.version) is banned by deny.toml; cargo tree --invert \(.name) says who brings it"),
          (.[] | select(.source != null and (.source | startswith("registry+https://github.com/rust-lang/crates.io-index") | not))
            | "source: \(.name) \(.version) is from \(.source); expected crates.io"),
          (group_by(.name)[] | select(length > 1) | .[0].name as $name | select($single | index($name))
            | "versions: \($name) is there as \(map(.version) | join(" and ")); expected one")'
)
if [ -n "$complaints" ]; then
    printf '%s\n' "$complaints" >&2
    exit 1
fi
echo "dependencies: licences, bans and sources are as deny.toml says"
