// Command tools compiles the schemas whose paths are its arguments, and prints what is wrong with
// each as a line of JSON.
package main

import (
	"encoding/json"
	"fmt"
	"os"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

func main() {
	for _, path := range os.Args[1:] {
		compiler := jsonschema.NewCompiler()
		compiler.AssertFormat()
		if _, err := compiler.Compile(path); err != nil {
			line, _ := json.Marshal([]string{path, err.Error()})
			fmt.Println(string(line))
		}
	}
}
