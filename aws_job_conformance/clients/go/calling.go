package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"reflect"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

const longest = 300

// call asks an operation whose requests are answered like this; retries: as the SDK makes them.
func call(operation string, answers []*answer, retries bool) map[string]any {
	name, method, _ := strings.Cut(operation, ":")
	found, ok := services[name]
	if !ok {
		return unsupported(name + " is not in this build: services.go says which are, and why")
	}
	handler := newAnswering(answers)
	waits := &waiting{seconds: []float64{}}
	client := found.open("http://nobody.invalid", handler, waits, retries)
	made := client.MethodByName(method)
	if !made.IsValid() {
		return unsupported(operation + " is not in this version")
	}
	line := returned(found, made)
	if handler.sent == 0 {
		return unsupported(fmt.Sprintf("%s cannot be sent: %v", operation, line["message"]))
	}
	if handler.isCBOR != isCBOR(answers) {
		spoken := map[bool]string{true: "CBOR", false: "no CBOR"}
		return unsupported(fmt.Sprintf("this SDK's client of %s speaks %s", name, spoken[handler.isCBOR]))
	}
	if retries {
		line["attempts"], line["delays"] = handler.sent, waits.seconds
	}
	return line
}

func unsupported(why string) map[string]any { return map[string]any{"unsupported": why} }

// open makes a client with New and Options of whatever service it is; without waits it sleeps.
func (s service) open(endpoint string, handler aws.HTTPClient, waits *waiting, retries bool) reflect.Value {
	config := aws.Config{
		Region:       "us-east-1",
		BaseEndpoint: aws.String(endpoint),
		Credentials:  credentials.NewStaticCredentialsProvider("nobody", "nobody", ""),
		HTTPClient:   handler,
		RetryMode:    aws.RetryModeStandard,
	}
	option := s.new.Type().In(1).Elem() // func(*Options)
	set := reflect.MakeFunc(option, func(args []reflect.Value) []reflect.Value {
		if waits == nil {
			return nil
		}
		field := args[0].Elem().FieldByName("Retryer")
		waits.Retryer = field.Interface().(aws.Retryer)
		if !retries {
			waits.Retryer = retry.AddWithMaxAttempts(waits.Retryer, 1)
		}
		field.Set(reflect.ValueOf(waits))
		return nil
	})
	return s.new.Call([]reflect.Value{reflect.ValueOf(config), set})[0]
}

// waiting notes how long the SDK would have slept, and has it not sleep. The SDK keeps its dice to
// itself: the most of a thousand throws, rounded up to one digit, is what its jitter can be at most.
type waiting struct {
	aws.Retryer
	seconds []float64
}

const throws = 1000

func (w *waiting) RetryDelay(attempt int, err error) (time.Duration, error) {
	most := 0.0
	for range throws {
		delay, failed := w.Retryer.RetryDelay(attempt, err)
		if failed != nil {
			return 0, failed
		}
		most = max(most, delay.Seconds())
	}
	if most > 0 {
		digit := math.Pow(10, math.Floor(math.Log10(most)))
		most = math.Round(math.Ceil(most/digit)*digit*1e6) / 1e6
	}
	w.seconds = append(w.seconds, most)
	return 0, nil
}

func (w *waiting) GetAttemptToken(ctx context.Context) (func(error) error, error) {
	if second, ok := w.Retryer.(aws.RetryerV2); ok {
		return second.GetAttemptToken(ctx)
	}
	return func(error) error { return nil }, nil
}

// returned calls a method of a client with made-up input, and says what came of it.
func returned(from service, method reflect.Value) (line map[string]any) {
	defer func() {
		if fault := recover(); fault != nil {
			line = map[string]any{"unreadable": "panic", "message": short(fmt.Sprint(fault))}
		}
	}()
	input := reflect.New(method.Type().In(1).Elem())
	madeUp(input.Elem())
	out := method.Call([]reflect.Value{reflect.ValueOf(context.Background()), input})
	if err, _ := out[1].Interface().(error); err != nil {
		return failed(err)
	}
	return map[string]any{"value": from.plain(out[0])}
}

// madeUp gives every member that may be required a value; what is in it reaches nobody.
func madeUp(input reflect.Value) {
	for i := range input.NumField() {
		field := input.Field(i)
		if !field.CanSet() {
			continue
		}
		switch value := field.Addr().Interface().(type) {
		case **string:
			*value = aws.String("000000000000")
		case *[]string:
			*value = []string{"any"}
		case **int32:
			*value = aws.Int32(1)
		case **int64:
			*value = aws.Int64(1)
		default:
			if field.Kind() == reflect.String {
				field.SetString("any")
			}
		}
	}
}

// failed tells an error: the service's own by its code, any other by the class that says most.
func failed(err error) map[string]any {
	var sent smithy.APIError
	if errors.As(err, &sent) {
		return map[string]any{"error": sent.ErrorCode(), "message": short(sent.ErrorMessage())}
	}
	class := err
	for class != nil {
		switch class.(type) {
		case *smithy.OperationError, *smithyhttp.ResponseError, *aws.RequestCanceledError, *retry.MaxAttemptsError:
			class = errors.Unwrap(class)
			continue
		}
		if next := errors.Unwrap(class); next != nil && strings.HasSuffix(fmt.Sprintf("%T", class), "http.ResponseError") {
			class = next
			continue
		}
		break
	}
	name := fmt.Sprintf("%T", class)
	return map[string]any{"unreadable": name[strings.LastIndex(name, ".")+1:], "message": short(err.Error())}
}

func short(text string) string {
	text = strings.ToValidUTF8(strings.Join(strings.Fields(text), " "), "\uFFFD")
	if runes := []rune(text); len(runes) > longest {
		return string(runes[:longest])
	}
	return text
}
