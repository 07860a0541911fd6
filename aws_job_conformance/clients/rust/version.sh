#!/bin/sh
# Say that there is no version of the whole: each crate has its own.
echo "$1 is no version of the AWS SDK for Rust: each crate has its own. Give rust=FOLDER, a checkout of aws-sdk-rust" >&2
exit 1
