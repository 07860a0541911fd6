// AWS SDK for Go v2 as a client under test. docs/clients.md says what the lines hold.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"runtime/debug"
	"sort"
	"strings"
)

// answer is one HTTP answer of a service; Reset: the connection breaks before there is one.
type answer struct {
	Status  int               `json:"status"`
	Headers map[string]string `json:"headers"`
	Body    []byte            `json:"body"`
	Reset   bool              `json:"-"`
}

func (a *answer) UnmarshalJSON(text []byte) error {
	if string(text) == `"reset"` {
		a.Reset = true
		return nil
	}
	type plain answer
	return json.Unmarshal(text, (*plain)(a))
}

type request struct {
	ID        int64     `json:"id"`
	Operation string    `json:"operation"`
	Answers   []*answer `json:"answers"`
	answer
	connecting
}

// UnmarshalJSON is there because the one of the embedded answer would stand for all.
func (r *request) UnmarshalJSON(text []byte) error {
	var line struct {
		ID        int64             `json:"id"`
		Operation string            `json:"operation"`
		Answers   []*answer         `json:"answers"`
		Status    int               `json:"status"`
		Headers   map[string]string `json:"headers"`
		Body      []byte            `json:"body"`
		connecting
	}
	err := json.Unmarshal(text, &line)
	r.ID, r.Operation, r.Answers = line.ID, line.Operation, line.Answers
	r.answer = answer{Status: line.Status, Headers: line.Headers, Body: line.Body}
	r.connecting = line.connecting
	return err
}

func main() {
	out := bufio.NewWriter(os.Stdout)
	print := func(line map[string]any) {
		text, err := json.Marshal(line)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		out.Write(append(text, '\n'))
		out.Flush()
	}
	print(map[string]any{
		"protocol": 1, "name": "aws-sdk-go-v2", "version": version(), "operations": "*",
		"retry": true, "loopback": true,
	})
	in := bufio.NewReaderSize(os.Stdin, 1<<20)
	for {
		text, err := in.ReadBytes('\n')
		if len(text) == 0 && err != nil {
			return
		}
		var asked request
		if err := json.Unmarshal(text, &asked); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		line := answered(&asked)
		line["id"] = asked.ID
		print(line)
	}
}

func answered(asked *request) map[string]any {
	if asked.URL != "" {
		return asked.connecting.call(asked.Operation)
	}
	if len(asked.Answers) > 0 {
		return call(asked.Operation, asked.Answers, true)
	}
	return call(asked.Operation, []*answer{&asked.answer}, false)
}

// version is that of the SDK's core, and of the services beside it the first and the last.
func version() string {
	const core = "github.com/aws/aws-sdk-go-v2"
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	found := []string{}
	for _, module := range info.Deps {
		if module.Path == core {
			told := module.Version
			if module.Replace != nil {
				told += " in a folder"
			}
			found = append(found, told)
		}
	}
	sort.Strings(found)
	return strings.TrimPrefix(strings.Join(found, ", "), "v")
}
