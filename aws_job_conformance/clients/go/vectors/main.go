// vectors has the SDK read each vector of sesv2:GetImportJob: go run ./vectors GetImportJob.smithy.json
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sesv2"
	"github.com/aws/smithy-go"
)

type vector struct {
	ID, Body string
	Code     int
	Headers  map[string]string
	Params   map[string]any
	Tags     []string
}

func main() {
	text, _ := os.ReadFile(os.Args[1])
	var file struct {
		Shapes map[string]struct{ Traits map[string][]vector }
	}
	if err := json.Unmarshal(text, &file); err != nil {
		panic(err)
	}
	read, wrong := 0, 0
	for _, shape := range file.Shapes {
		for _, one := range shape.Traits["smithy.test#httpResponseTests"] {
			read++
			if said := check(one); said != "" {
				wrong++
				fmt.Println(one.ID, said)
			}
		}
	}
	fmt.Printf("%d vectors read, %d wrong\n", read, wrong)
	if wrong > 0 || read == 0 {
		os.Exit(1)
	}
}

func check(one vector) string {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		for name, value := range one.Headers {
			w.Header().Set(name, value)
		}
		w.WriteHeader(one.Code)
		io.WriteString(w, one.Body)
	}))
	defer server.Close()
	client := sesv2.New(sesv2.Options{Region: "us-east-1", BaseEndpoint: &server.URL, Credentials: aws.AnonymousCredentials{}, RetryMaxAttempts: 1})
	out, err := client.GetImportJob(context.Background(), &sesv2.GetImportJobInput{JobId: aws.String("a")})
	var failed smithy.APIError
	if one.Code >= 300 {
		if !errors.As(err, &failed) || failed.ErrorCode() != one.Tags[1] {
			return fmt.Sprint("wanted the error ", one.Tags[1], ", got ", err)
		}
	} else if err != nil {
		return err.Error()
	} else if id, _ := one.Params["JobId"].(string); aws.ToString(out.JobId) != id || string(out.JobStatus) != one.Tags[1] {
		return fmt.Sprintf("wanted %q in %s, got %q in %s", id, one.Tags[1], aws.ToString(out.JobId), out.JobStatus)
	}
	return ""
}
