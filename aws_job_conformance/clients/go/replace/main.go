// replace has go.mod take another SDK: the modules of a folder, or of a version as `@v1.2.3`,
// `@latest` or a release's tag.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

const sdk = "github.com/aws/aws-sdk-go-v2"

func main() {
	if err := replaced(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func replaced(by string) error {
	before, err := required()
	if err != nil {
		return err
	}
	if strings.HasPrefix(by, "@") {
		return versioned(by, before)
	}
	edit := []string{"mod", "edit"}
	for _, path := range before {
		below, ok := strings.CutPrefix(path, sdk)
		folder := filepath.Join(by, filepath.FromSlash(below))
		if _, err := os.Stat(filepath.Join(folder, "go.mod")); ok && err == nil {
			edit = append(edit, "-replace="+path+"="+folder)
		}
	}
	if len(edit) == 2 {
		return fmt.Errorf("%s has no module of %s", by, sdk)
	}
	if err := run(edit...); err != nil {
		return err
	}
	return run("mod", "tidy")
}

// versioned takes a version of the core, `@v1.2.3`, and of each service one that goes with it; any
// other name, such as `@latest` or a release's tag, is that of a version of every module.
func versioned(by string, before []string) error {
	get := []string{"get", sdk + by}
	for _, path := range before {
		below, ok := strings.CutPrefix(path, sdk)
		if ok && !strings.HasPrefix(by, "@v") && !strings.Contains(below, "/internal") {
			get = append(get, path+by)
		}
	}
	if err := run(get...); err != nil {
		return err
	}
	after, err := required()
	if err != nil {
		return err
	}
	var lost []string
	for _, path := range before {
		if !slices.Contains(after, path) && !strings.Contains(path, "/internal") {
			lost = append(lost, path)
		}
	}
	if lost != nil {
		return fmt.Errorf("no version of these goes with %s: %s; give a newer one", by[1:], strings.Join(lost, ", "))
	}
	return nil
}

// required returns the modules that go.mod names.
func required() ([]string, error) {
	text, err := exec.Command("go", "mod", "edit", "-json").Output()
	if err != nil {
		return nil, err
	}
	var module struct{ Require []struct{ Path string } }
	err = json.Unmarshal(text, &module)
	var paths []string
	for _, each := range module.Require {
		paths = append(paths, each.Path)
	}
	return paths, err
}

func run(arguments ...string) error {
	command := exec.Command("go", arguments...)
	command.Stdout, command.Stderr = os.Stdout, os.Stderr
	return command.Run()
}
