package main

import (
	"context"
	"encoding/json"
	"net/http"
	"reflect"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
)

// connecting is a call over loopback: of an operation with the SDK's retries, or of its own waiter.
type connecting struct {
	URL    string          `json:"url"`
	Input  json.RawMessage `json:"input"`
	Waiter *string         `json:"waiter"`
	Polls  int             `json:"polls"`
	Sleeps bool            `json:"sleeps"`
}

// counting is the SDK's own HTTP client; once it was asked often enough, the time is over.
type counting struct {
	client aws.HTTPClient
	left   int
	over   context.CancelFunc
}

func (c *counting) Do(request *http.Request) (*http.Response, error) {
	if c.left == 0 {
		c.over()
		return nil, context.Canceled
	}
	c.left--
	return c.client.Do(request)
}

func (c *connecting) call(operation string) map[string]any {
	name, method, _ := strings.Cut(operation, ":")
	found, ok := services[name]
	if !ok {
		return unsupported(name + " is not in this build: services.go says which are, and why")
	}
	ctx, over := context.WithCancel(context.Background())
	defer over()
	own := awshttp.NewBuildableClient().WithTransportOptions(func(t *http.Transport) { t.Proxy = nil })
	handler := &counting{client: own, left: -1, over: over}
	waits := &waiting{}
	if c.Sleeps {
		waits = nil
	}
	client := found.open(c.URL, handler, waits, true)
	args := []reflect.Value{reflect.ValueOf(ctx)}
	called := client.MethodByName(method)
	if c.Waiter != nil {
		made, ok := waiters[name+":"+*c.Waiter]
		if !ok {
			return unsupported(*c.Waiter + " is no waiter of this build")
		}
		handler.left = c.Polls
		called = waiter(made, client).MethodByName("Wait")
	}
	if !called.IsValid() {
		return unsupported(operation + " is not in this version")
	}
	input := reflect.New(called.Type().In(1).Elem())
	if err := json.Unmarshal(c.Input, input.Interface()); err != nil {
		return unsupported(operation + " takes no such input: " + err.Error())
	}
	args = append(args, input)
	if c.Waiter != nil {
		args = append(args, reflect.ValueOf(time.Hour))
	}
	out := called.Call(args)
	err, _ := out[len(out)-1].Interface().(error)
	if err == nil {
		return map[string]any{"ended": "success"}
	}
	line := failed(err)
	class, isCode := line["error"]
	if !isCode {
		class = line["unreadable"]
	}
	ended := "failure"
	if ctx.Err() != nil {
		ended = "timeout"
	}
	return map[string]any{"ended": ended, "error": class, "message": line["message"]}
}

// waiter makes a waiter with its New, and the least delay that it takes.
func waiter(made any, client reflect.Value) reflect.Value {
	make := reflect.ValueOf(made)
	option := make.Type().In(1).Elem() // func(*…WaiterOptions)
	set := reflect.MakeFunc(option, func(args []reflect.Value) []reflect.Value {
		for _, name := range []string{"MinDelay", "MaxDelay"} {
			args[0].Elem().FieldByName(name).Set(reflect.ValueOf(time.Millisecond))
		}
		return nil
	})
	return make.Call([]reflect.Value{client, set})[0]
}
