#!/bin/sh
# Builds and tests the plug-ins for rules in a package of their own, where `package` is out of reach: whoever writes a plug-in has
# what they have. All of it is below .build/outside, so that the next run builds what has changed.
set -eu
cd "$(dirname "$0")/.."
package=.build/outside/package

# Copies Swift files under another name of the module, and leaves alone what is there already and the same.
copy() {
    mkdir -p "$2"
    (cd "$1" && find . -type f) | while read -r file; do
        mkdir -p "$2/$(dirname "$file")"
        sed -E 's/import (RoleRules|AttributeRules|PluginConfiguring)$/import Outside\1/' "$1/$file" >"$package/new"
        cmp -s "$package/new" "$2/$file" || cp "$package/new" "$2/$file"
        rm "$package/new"
    done
    (cd "$2" && find . -type f) | while read -r file; do
        [ -e "$1/$file" ] || rm "$2/$file"
    done
}

mkdir -p "$package"
cp scripts/outside/Package.swift "$package/Package.swift"
for name in RoleRules AttributeRules; do
    copy "Plugins/$name" "$package/Sources/Outside$name"
    copy "Tests/${name}Tests" "$package/Tests/Outside${name}Tests"
done
copy Tests/PluginConfiguring "$package/Tests/OutsidePluginConfiguring"
# Some tests read the pages that they prove.
ln -sfn "$PWD/docs" "$package/docs"
ln -sfn "$PWD/config.yaml" "$package/config.yaml"

${SWIFT:-swift} test --package-path "$package" --scratch-path .build/outside/build "$@"
