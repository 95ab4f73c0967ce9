// Command peer-tessera measures a Tessera log on a POSIX file system: appends that wait for publication, that is until
// a signed checkpoint which covers the entry can be read. It prints one line of JSON (see package load).
package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"flag"
	"fmt"
	"os"
	"sync"
	"time"

	"github.com/transparency-dev/merkle/proof"
	"github.com/transparency-dev/merkle/rfc6962"
	"github.com/transparency-dev/tessera"
	"github.com/transparency-dev/tessera/client"
	"github.com/transparency-dev/tessera/storage/posix"
	"golang.org/x/mod/sumdb/note"
	"letopis.invalid/load"
)

// The settings that gave Tessera its best rate with 1,024 waiting clients (see README.md for the sweep). 100 ms is the
// smallest checkpoint interval that its POSIX storage accepts, so 1,024 clients that wait for publication can have at
// most 10,240 appends a second. A batch that closes by age 85 ms after the first entry is integrated just when the next
// checkpoint may be made; batches that close by size are integrated earlier and then wait for a timer to run out.
var (
	interval  = flag.Duration("interval", 100*time.Millisecond, "checkpoint interval")
	batchSize = flag.Uint("batch-size", 4096, "entries that close a batch")
	batchAge  = flag.Duration("batch-age", 85*time.Millisecond, "age that closes a batch")
	poll      = flag.Duration("poll", time.Millisecond, "how often the awaiter reads the checkpoint")
)

const origin = "peer.invalid/log"

func main() {
	settings := load.Parse()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	secret, public, err := note.GenerateKey(rand.Reader, origin)
	load.Must(err)
	signer, err := note.NewSigner(secret)
	load.Must(err)
	verifier, err := note.NewVerifier(public)
	load.Must(err)
	driver, err := posix.New(ctx, posix.Config{Path: settings.Dir})
	load.Must(err)
	appender, shutdown, reader, err := tessera.NewAppender(ctx, driver, tessera.NewAppendOptions().
		WithCheckpointSigner(signer).
		WithCheckpointInterval(*interval).
		WithBatching(*batchSize, *batchAge))
	load.Must(err)
	awaiter := tessera.NewPublicationAwaiter(ctx, reader.ReadCheckpoint, *poll)

	var samples sync.Map // index → payload, one of each client
	result, err := load.Run("peer-tessera", settings, func(ctx context.Context, who int, payload []byte) error {
		index, _, err := awaiter.Await(ctx, appender.Add(ctx, tessera.NewEntry(payload)))
		if err == nil && who%64 == 0 {
			samples.Store(index.Index, payload)
		}
		return err
	})
	load.Must(err)
	load.Must(shutdown(ctx))
	load.Must(check(ctx, reader, verifier, &samples))
	load.Print(result)
}

// check proves that sampled appends are in the published tree: a rate of appends that are not there counts nothing.
func check(ctx context.Context, reader tessera.LogReader, verifier note.Verifier, samples *sync.Map) error {
	head, _, _, err := client.FetchCheckpoint(ctx, reader.ReadCheckpoint, verifier, origin)
	if err != nil {
		return err
	}
	builder, err := client.NewProofBuilder(ctx, head.Size, reader.ReadTile)
	if err != nil {
		return err
	}
	checked := 0
	samples.Range(func(index, payload any) bool {
		var path [][]byte
		if path, err = builder.InclusionProof(ctx, index.(uint64)); err != nil {
			return false
		}
		leaf := rfc6962.DefaultHasher.HashLeaf(payload.([]byte))
		err = proof.VerifyInclusion(rfc6962.DefaultHasher, index.(uint64), head.Size, leaf, path, head.Hash)
		checked++
		return err == nil && checked < 1000
	})
	if err == nil && checked == 0 {
		return fmt.Errorf("no append was sampled")
	}
	if err == nil && bytes.Equal(head.Hash, rfc6962.DefaultHasher.EmptyRoot()) {
		return fmt.Errorf("the tree is empty")
	}
	fmt.Fprintf(os.Stderr, "%d sampled appends proven under size %d\n", checked, head.Size)
	return err
}
