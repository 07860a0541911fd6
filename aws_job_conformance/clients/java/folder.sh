#!/bin/sh
# Take the SDK of a checkout of aws-sdk-java-v2 in which `mvn install -P quick` has been run.
# Usage: folder.sh FOLDER
set -eu
version=$(sed -n 's|^ *<version>\(.*\)</version> *$|\1|p' "$1/pom.xml" | head -n 1)
if [ -z "$version" ]; then
    echo "$1/pom.xml says no version. Give a checkout of aws-sdk-java-v2, after mvn install -P quick in it" >&2
    exit 1
fi
sh version.sh "$version"
