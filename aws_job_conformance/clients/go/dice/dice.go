// Package dice loads the dice that the SDK throws for its jitter: the most, each time.
//
// The SDK keeps crypto/rand's reader when it is initialised. This package's path sorts before the
// SDK's and it imports next to nothing, so Go initialises it before.
package dice

import (
	"crypto/rand"
	"io"
)

type reader struct{ real io.Reader }

var (
	honest = rand.Reader
	loaded bool
)

func init() { rand.Reader = reader{honest} }

// Load has every random number between 0 and 1 be as good as 1 from now on.
func Load() { loaded = true }

func (r reader) Read(into []byte) (int, error) {
	if !loaded {
		return r.real.Read(into)
	}
	for i := range into {
		into[i] = 0xff
	}
	return len(into), nil
}
