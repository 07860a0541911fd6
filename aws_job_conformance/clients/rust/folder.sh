#!/bin/sh
# Take the crates of a checkout of aws-sdk-rust, in the place of those of the same name.
# Usage: folder.sh FOLDER
set -eu
if [ ! -d "$1/sdk" ]; then
    echo "$1 has no folder sdk. Give a checkout of aws-sdk-rust" >&2
    exit 1
fi
sed -i 's|version = "=[^"]*"|version = "1"|' Cargo.toml
mkdir -p .cargo
{
    echo "[patch.crates-io]"
    sed -n 's|^name = "\(aws-.*\)"$|\1|p' Cargo.lock | while read -r crate; do
        for folder in "$1/sdk/$crate" "$1/sdk/${crate#aws-sdk-}"; do
            if [ -f "$folder/Cargo.toml" ]; then
                echo "$crate = { path = \"$folder\" }"
                break
            fi
        done
    done
} >.cargo/config.toml
cargo update --quiet --workspace
