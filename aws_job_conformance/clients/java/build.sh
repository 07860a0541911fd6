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

# Of a folder, each jar that it has: its name is that of the module, a hyphen, and a version.
if [ -e folder ]; then
    for jar in "$out"/jars/*.jar; do
        module=$(basename "$jar" | sed 's/-[0-9][0-9a-zA-Z.-]*\.jar$//')
        own=$(grep "/target/$module-[0-9][^/]*$" folder | tail -n 1 || true)
        if [ -n "$own" ]; then ln -sf "$own" "$jar"; fi
    done
    if [ -z "$(find "$out/jars" -lname '*/target/*')" ]; then
        echo "The folder has a jar of none of the modules that are asked." >&2
        exit 1
    fi
fi
