// Command peer-immudb measures immudb's embedded store in synced mode: one transaction for each append, each client
// waiting until its own is durably committed, from when on its inclusion and dual proofs can be had. It prints one line
// of JSON (see package load).
package main

import (
	"context"
	"encoding/binary"
	"flag"
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"github.com/codenotary/immudb/embedded/logger"
	"github.com/codenotary/immudb/embedded/store"
	"letopis.invalid/load"
)

// The settings that gave immudb its best rate with 1,024 waiting clients (see README.md for the sweep).
var (
	syncFrequency = flag.Duration("sync-frequency", 5*time.Millisecond, "pause in which transactions gather before a sync")
	index         = flag.Bool("index", true, "keep the key index, which lookups need and proofs do not")
)

func main() {
	settings := load.Parse()
	name := "peer-immudb"
	if !*index {
		name = "peer-immudb-no-index"
	}
	options := store.DefaultOptions().
		WithSynced(true).
		WithSyncFrequency(*syncFrequency).
		// Values beside the transaction log are faster with the index, inside it without.
		WithEmbeddedValues(!*index).
		// With several indexes allowed there is none until one is asked for.
		WithMultiIndexing(!*index).
		WithMaxConcurrency(settings.Clients).
		WithMaxActiveTransactions(2 * settings.Clients).
		WithMaxWaitees(2 * settings.Clients).
		WithMaxTxEntries(1).
		WithMaxKeyLen(16).
		WithMaxValueLen(settings.Payload).
		WithLogger(logger.NewSimpleLoggerWithLevel("immudb", io.Discard, logger.LogError))
	ledger, err := store.Open(settings.Dir, options)
	load.Must(err)

	var samples sync.Map // transaction → payload
	result, err := load.Run(name, settings, func(ctx context.Context, who int, payload []byte) error {
		tx, err := ledger.NewWriteOnlyTx(ctx)
		if err != nil {
			return err
		}
		if err := tx.Set(payload[:16], nil, payload); err != nil {
			return err
		}
		// AsyncCommit waits for durability, not for the key index, which no proof by transaction needs.
		header, err := tx.AsyncCommit(ctx)
		if err == nil && who%64 == 0 {
			samples.Store(header.ID, payload)
		}
		return err
	})
	load.Must(err)
	load.Must(check(ledger, &samples))
	load.Must(ledger.Close())
	load.Print(result)
}

// check proves that sampled transactions are under the last one: a rate of appends that are not there counts nothing.
func check(ledger *store.ImmuStore, samples *sync.Map) error {
	last, lastAlh := ledger.CommittedAlh()
	head, err := ledger.ReadTxHeader(last, false, false)
	if err != nil {
		return err
	}
	checked := 0
	samples.Range(func(id, value any) bool {
		payload := value.([]byte)
		err = checkOne(ledger, id.(uint64), payload, head, lastAlh)
		if err != nil {
			err = fmt.Errorf("transaction %d, client %d: %w", id, binary.BigEndian.Uint64(payload), err)
			return false
		}
		checked++
		return checked < 1000
	})
	if err == nil && checked == 0 {
		return fmt.Errorf("no append was sampled")
	}
	fmt.Fprintf(os.Stderr, "%d sampled appends proven under transaction %d\n", checked, last)
	return err
}

func checkOne(ledger *store.ImmuStore, id uint64, payload []byte, head *store.TxHeader, headAlh [32]byte) error {
	tx := store.NewTx(1, 16)
	if err := ledger.ReadTx(id, false, tx); err != nil {
		return err
	}
	digest, err := tx.Header().TxEntryDigest()
	if err != nil {
		return err
	}
	entry, err := tx.EntryOf(payload[:16])
	if err != nil {
		return err
	}
	value, err := ledger.ReadValue(entry)
	if err != nil {
		return err
	}
	if string(value) != string(payload) {
		return fmt.Errorf("another payload was stored")
	}
	path, err := tx.Proof(payload[:16])
	if err != nil {
		return err
	}
	leaf, err := digest(entry)
	if err != nil {
		return err
	}
	if !store.VerifyInclusion(path, leaf, tx.Header().Eh) {
		return fmt.Errorf("the entry is not in its transaction")
	}
	dual, err := ledger.DualProof(tx.Header(), head)
	if err != nil {
		return err
	}
	if !store.VerifyDualProof(dual, id, head.ID, tx.Header().Alh(), headAlh) {
		return fmt.Errorf("the transaction is not under the head")
	}
	return nil
}
