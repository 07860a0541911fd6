#!/bin/sh
# Compile the client, and hold each jar it runs with to its checksum: Maven has no lock file.
# Usage: build.sh OUT
set -eu
out=$1

maven() {
    mvn -q -B -T1 "$@" compile dependency:build-classpath "-Dmdep.outputFile=$out/classpath"
}

# What was downloaded once is asked of nobody again.
maven -o >"$out/offline.log" 2>&1 || maven

# What is built holds no path of its own: a checkout may be moved.
rm -rf "$out/jars"
mkdir "$out/jars"
tr ':' '\n' <"$out/classpath" | xargs -I {} ln -s {} "$out/jars/"

(cd "$out/jars" && sha256sum -- *.jar) | sort -k2 >"$out/jars.sha256"
if [ ! -e other-version ] && ! diff -u jars.sha256 "$out/jars.sha256"; then
    echo "A jar is not the one that jars.sha256 pins. After a change of pom.xml, and only then," >&2
    echo "copy $out/jars.sha256 over it." >&2
    exit 1
fi
