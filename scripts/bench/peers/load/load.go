// Package load drives a ledger with waiting clients and reports what they saw.
//
// It is a closed loop: each client appends one unique payload, waits until the ledger has given its promise, and only
// then appends the next. Both peers are measured by this same code, as is said in run.ts.
package load

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"slices"
	"sync"
	"time"
)

// Settings is the load: who appends what, for how long, and into which folder.
type Settings struct {
	Clients int
	Payload int // bytes, at least 16: the client and its counter make a payload unique
	Seconds time.Duration
	Warmup  time.Duration // not counted: files are created, batches fill
	Dir     string
}

// Parse reads the settings from the command line and ends the process if they make no sense.
func Parse() Settings {
	var s Settings
	var seconds, warmup float64
	flag.IntVar(&s.Clients, "clients", 1024, "clients that append and wait")
	flag.IntVar(&s.Payload, "payload", 512, "bytes of one entry")
	flag.Float64Var(&seconds, "seconds", 8, "counted time")
	flag.Float64Var(&warmup, "warmup", 1, "time before counting")
	flag.StringVar(&s.Dir, "dir", "", "empty folder for the ledger")
	flag.Parse()
	if s.Clients < 1 || s.Payload < 16 || seconds <= 0 || warmup < 0 || s.Dir == "" {
		flag.Usage()
		os.Exit(64)
	}
	s.Seconds = time.Duration(seconds * float64(time.Second))
	s.Warmup = time.Duration(warmup * float64(time.Second))
	return s
}

// Result is the line that run.ts reads.
type Result struct {
	Name    string  `json:"name"`
	Appends int     `json:"appends"`
	Seconds float64 `json:"seconds"`
	Rate    float64 `json:"rate"`
	P50     float64 `json:"p50_ms"`
	P99     float64 `json:"p99_ms"`
}

// Append adds one payload and returns when the ledger has kept its promise for it.
type Append func(ctx context.Context, client int, payload []byte) error

// Run lets every client append until the time is over and counts the appends that *ended* in the counted time.
func Run(name string, s Settings, do Append) (Result, error) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	from := time.Now().Add(s.Warmup)
	to := from.Add(s.Seconds)
	seen := make([][]time.Duration, s.Clients)
	failed := make(chan error, s.Clients)
	var all sync.WaitGroup
	for client := range s.Clients {
		all.Go(func() {
			payload := make([]byte, s.Payload)
			_, _ = rand.Read(payload) // never fails; random bytes keep compression out of the comparison
			binary.BigEndian.PutUint64(payload, uint64(client))
			for n := uint64(0); time.Now().Before(to) && ctx.Err() == nil; n++ {
				own := slices.Clone(payload)
				binary.BigEndian.PutUint64(own[8:], n)
				begin := time.Now()
				if err := do(ctx, client, own); err != nil {
					failed <- err
					cancel()
					return
				}
				if end := time.Now(); end.After(from) && end.Before(to) {
					seen[client] = append(seen[client], end.Sub(begin))
				}
			}
		})
	}
	all.Wait()
	select {
	case err := <-failed:
		return Result{}, err
	default:
	}
	waits := slices.Concat(seen...)
	if len(waits) == 0 {
		return Result{}, fmt.Errorf("no append ended within %v", s.Seconds)
	}
	slices.Sort(waits)
	at := func(share float64) float64 {
		return waits[int(share*float64(len(waits)-1))].Seconds() * 1000
	}
	seconds := s.Seconds.Seconds()
	return Result{name, len(waits), seconds, float64(len(waits)) / seconds, at(0.5), at(0.99)}, nil
}

// Print writes the result as one line of JSON to standard output.
func Print(r Result) {
	line, err := json.Marshal(r)
	Must(err)
	fmt.Println(string(line))
}

// Must ends the process with the error, for a peer that cannot run gives no figure.
func Must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
