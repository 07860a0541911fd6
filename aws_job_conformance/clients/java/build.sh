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

tr ':' '\n' <"$out/classpath" | xargs sha256sum | sed 's|  .*/|  |' | sort -k2 >"$out/jars.sha256"
if [ ! -e other-version ] && ! diff -u jars.sha256 "$out/jars.sha256"; then
    echo "A jar is not the one that jars.sha256 pins. After a change of pom.xml, and only then," >&2
    echo "copy $out/jars.sha256 over it." >&2
    exit 1
fi

# One thread, and a start that is short: what a long run would gain is not looked for here.
{
    echo "-XX:+UseSerialGC -XX:TieredStopAtLevel=1"
    echo "-cp \"$PWD/target/classes:$(cat "$out/classpath")\""
} >"$out/run.args"
