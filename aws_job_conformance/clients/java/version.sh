#!/bin/sh
# Take another version of the SDK than the pinned one, one that is published or installed by `mvn install`.
# Usage: version.sh VERSION
set -eu
sed -i "s|<aws.version>.*</aws.version>|<aws.version>$1</aws.version>|" pom.xml
: >other-version
