// replace has go.mod take another SDK: the modules of a folder, or of a version as `@v1.2.3`,
// `@latest` or a release's tag.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
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
	text, err := exec.Command("go", "mod", "edit", "-json").Output()
	if err != nil {
		return err
	}
	var module struct{ Require []struct{ Path string } }
	if err := json.Unmarshal(text, &module); err != nil {
		return err
	}
	edit, get := []string{"mod", "edit"}, []string{"get"}
	for _, required := range module.Require {
		below, ok := strings.CutPrefix(required.Path, sdk)
		folder := filepath.Join(by, filepath.FromSlash(below))
		if _, err := os.Stat(filepath.Join(folder, "go.mod")); ok && err == nil {
			edit = append(edit, "-replace="+required.Path+"="+folder)
		}
		if ok && !strings.Contains(below, "/internal") {
			get = append(get, required.Path+by)
		}
	}
	if strings.HasPrefix(by, "@") {
		return run(get...)
	}
	if len(edit) == 2 {
		return fmt.Errorf("%s has no module of %s", by, sdk)
	}
	if err := run(edit...); err != nil {
		return err
	}
	return run("mod", "tidy")
}

func run(arguments ...string) error {
	command := exec.Command("go", arguments...)
	command.Stdout, command.Stderr = os.Stdout, os.Stderr
	return command.Run()
}
