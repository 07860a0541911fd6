#!/bin/sh
# Take the jars of a checkout of aws-sdk-java-v2 in which modules are packaged, in the place of those of the same name.
# Usage: folder.sh FOLDER
set -eu
find "$1" -path '*/target/*.jar' ! -name '*-sources.jar' ! -name '*-javadoc.jar' ! -name '*-tests.jar' ! -name 'original-*' >folder
if [ ! -s folder ]; then
    echo "$1 has no module with a jar in its target. In a checkout of aws-sdk-java-v2, run first, as for SES:" >&2
    echo "mvn package -P quick -pl :sesv2 -am" >&2
    exit 1
fi
