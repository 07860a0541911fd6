package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"syscall"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
)

// answering is the SDK's own HTTP client with connections in memory: nothing leaves the process.
type answering struct {
	answers []*answer
	sent    int
	isCBOR  bool // of the last request
	client  *awshttp.BuildableClient
}

func newAnswering(answers []*answer) *answering {
	a := &answering{answers: answers}
	a.client = awshttp.NewBuildableClient().WithTransportOptions(func(t *http.Transport) {
		t.DialContext = func(context.Context, string, string) (net.Conn, error) { return a.dial() }
		t.DisableKeepAlives = true
		t.Proxy = nil
	})
	return a
}

// Do is what the SDK calls for each attempt.
func (a *answering) Do(request *http.Request) (*http.Response, error) {
	a.isCBOR = request.Header.Get("Smithy-Protocol") == "rpc-v2-cbor"
	return a.client.Do(request)
}

var _ aws.HTTPClient = (*answering)(nil)

func (a *answering) dial() (net.Conn, error) {
	said := a.answers[min(a.sent, len(a.answers)-1)]
	a.sent++
	in, out := io.Pipe()
	made := &memory{to: out, ready: make(chan struct{}), reset: said.Reset}
	go func() {
		request, err := http.ReadRequest(bufio.NewReader(in))
		if err == nil {
			io.Copy(io.Discard, request.Body)
		}
		if !said.Reset {
			made.rest = said.wire()
		}
		close(made.ready)
		io.Copy(io.Discard, in)
	}()
	return made, nil
}

// wire is the answer as it travels. What frames it is ours: no more is shown than headers and body.
func (a *answer) wire() []byte {
	text := http.StatusText(a.Status)
	var out bytes.Buffer
	fmt.Fprintf(&out, "HTTP/1.1 %d %s\r\n", a.Status, text)
	for name, value := range a.Headers {
		switch strings.ToLower(name) {
		case "content-length", "transfer-encoding", "connection":
		default:
			fmt.Fprintf(&out, "%s: %s\r\n", name, value)
		}
	}
	fmt.Fprintf(&out, "content-length: %d\r\nconnection: close\r\n\r\n", len(a.Body))
	out.Write(a.Body)
	return out.Bytes()
}

// memory is a connection whose other side answers when it has the whole request, and is then gone:
// closed, or reset as TCP does it.
type memory struct {
	to    *io.PipeWriter
	ready chan struct{}
	rest  []byte
	reset bool
}

func (m *memory) Read(into []byte) (int, error) {
	<-m.ready
	if m.reset {
		return 0, &net.OpError{Op: "read", Net: "tcp", Err: os.NewSyscallError("read", syscall.ECONNRESET)}
	}
	if len(m.rest) == 0 {
		return 0, io.EOF
	}
	n := copy(into, m.rest)
	m.rest = m.rest[n:]
	return n, nil
}

func (m *memory) Write(from []byte) (int, error)   { return m.to.Write(from) }
func (m *memory) Close() error                     { return m.to.Close() }
func (m *memory) LocalAddr() net.Addr              { return &net.TCPAddr{} }
func (m *memory) RemoteAddr() net.Addr             { return &net.TCPAddr{} }
func (m *memory) SetDeadline(time.Time) error      { return nil }
func (m *memory) SetReadDeadline(time.Time) error  { return nil }
func (m *memory) SetWriteDeadline(time.Time) error { return nil }

func isCBOR(answers []*answer) bool {
	for _, each := range answers {
		for name, value := range each.Headers {
			said := strings.ToLower(name + ": " + value)
			if strings.HasPrefix(said, "content-type: application/cbor") || said == "smithy-protocol: rpc-v2-cbor" {
				return true
			}
		}
	}
	return false
}
