package main

import (
	"context"
	"flag"
	"fmt"
	"net/url"
	"os"
	"time"

	f_log "github.com/transparency-dev/formats/log"
	"github.com/transparency-dev/merkle/proof"
	"github.com/transparency-dev/merkle/rfc6962"
	"github.com/transparency-dev/tessera/api"
	"github.com/transparency-dev/tessera/api/layout"
	"github.com/transparency-dev/tessera/client"
	"github.com/transparency-dev/tessera/fsck"
	"golang.org/x/mod/sumdb/note"
)

type logVerdict struct {
	Origin string `json:"origin"`
	Size   uint64 `json:"size"`
	// Names of the signers whose signature on the checkpoint verified, and how many signatures were not understood.
	Signed  []string `json:"signed"`
	Unknown int      `json:"unknown"`
	// How many inclusion proofs (one of each entry) and consistency proofs (from each older checkpoint) were checked.
	Inclusion   int `json:"inclusion"`
	Consistency int `json:"consistency"`
}

// judgeLog reads a log over HTTP with Tessera's client, lets Tessera's fsck rebuild it from its entries, and checks an
// inclusion proof for each entry and a consistency proof from each older checkpoint.
func judgeLog(args []string) (any, error) {
	flags := flag.NewFlagSet("log", flag.ExitOnError)
	address := flags.String("url", "", "the log's address")
	vkey := flags.String("vkey", "", "its Ed25519 vkey")
	var cosigners, older flagList
	flags.Var(&cosigners, "cosigner", "vkey of a cosigner that must have signed too (repeatable)")
	flags.Var(&older, "older", "file with an older checkpoint (repeatable)")
	_ = flags.Parse(args)
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()

	root, err := url.Parse(*address)
	if err != nil {
		return nil, err
	}
	fetcher, err := client.NewHTTPFetcher(root, nil)
	if err != nil {
		return nil, err
	}
	verifier, err := logVerifier(*vkey)
	if err != nil {
		return nil, fmt.Errorf("vkey: %w", err)
	}
	// The log may grow while it is judged; everything below is about this one checkpoint.
	frozen, err := fetcher.ReadCheckpoint(ctx)
	if err != nil {
		return nil, err
	}
	source := fixedHead{fetcher, frozen}
	head, raw, opened, err := client.FetchCheckpoint(ctx, source.ReadCheckpoint, verifier, verifier.Name())
	if err != nil {
		return nil, err
	}
	// With the Ed25519 key alone every other line, ML-DSA among them, must be passed over without harm.
	verdict := logVerdict{Origin: head.Origin, Size: head.Size, Unknown: len(opened.UnverifiedSigs)}
	for _, sig := range opened.Sigs {
		verdict.Signed = append(verdict.Signed, sig.Name)
	}
	for _, key := range cosigners {
		cosigner, err := cosignerVerifier(key)
		if err != nil {
			return nil, fmt.Errorf("cosigner: %w", err)
		}
		if _, err := note.Open(raw, note.VerifierList(cosigner)); err != nil {
			return nil, fmt.Errorf("cosigner %s: %w", cosigner.Name(), err)
		}
		verdict.Signed = append(verdict.Signed, cosigner.Name())
	}

	if err := fsck.New(verifier.Name(), verifier, source, leafHashes, fsck.Opts{N: 4}).Check(ctx); err != nil {
		return nil, fmt.Errorf("fsck: %w", err)
	}
	builder, err := client.NewProofBuilder(ctx, head.Size, source.ReadTile)
	if err != nil {
		return nil, err
	}
	if verdict.Inclusion, err = checkInclusion(ctx, source, builder, head); err != nil {
		return nil, err
	}
	for _, file := range older {
		if err := checkConsistency(ctx, file, verifier, builder, head); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		verdict.Consistency++
	}
	return verdict, nil
}

// fixedHead answers every question for the checkpoint with the same bytes.
type fixedHead struct {
	*client.HTTPFetcher
	head []byte
}

func (f fixedHead) ReadCheckpoint(context.Context) ([]byte, error) { return f.head, nil }

func leafHashes(bundle []byte) ([][]byte, error) {
	var entries api.EntryBundle
	if err := entries.UnmarshalText(bundle); err != nil {
		return nil, err
	}
	hashes := make([][]byte, 0, len(entries.Entries))
	for _, entry := range entries.Entries {
		hashes = append(hashes, rfc6962.DefaultHasher.HashLeaf(entry))
	}
	return hashes, nil
}

func checkInclusion(ctx context.Context, source fixedHead, builder *client.ProofBuilder, head *f_log.Checkpoint) (int, error) {
	checked := 0
	for bundle := uint64(0); bundle*layout.EntryBundleWidth < head.Size; bundle++ {
		entries, err := client.GetEntryBundle(ctx, source.ReadEntryBundle, bundle, head.Size)
		if err != nil {
			return checked, err
		}
		for i, entry := range entries.Entries {
			index := bundle*layout.EntryBundleWidth + uint64(i)
			if index >= head.Size {
				break
			}
			path, err := builder.InclusionProof(ctx, index)
			if err != nil {
				return checked, err
			}
			leaf := rfc6962.DefaultHasher.HashLeaf(entry)
			if err := proof.VerifyInclusion(rfc6962.DefaultHasher, index, head.Size, leaf, path, head.Hash); err != nil {
				return checked, fmt.Errorf("entry %d: %w", index, err)
			}
			checked++
		}
	}
	if uint64(checked) != head.Size {
		return checked, fmt.Errorf("%d entries served under a head of size %d", checked, head.Size)
	}
	return checked, nil
}

func checkConsistency(ctx context.Context, file string, verifier note.Verifier, builder *client.ProofBuilder, head *f_log.Checkpoint) error {
	raw, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	old, _, _, err := f_log.ParseCheckpoint(raw, verifier.Name(), verifier)
	if err != nil {
		return err
	}
	path, err := builder.ConsistencyProof(ctx, old.Size, head.Size)
	if err != nil {
		return err
	}
	return proof.VerifyConsistency(rfc6962.DefaultHasher, old.Size, head.Size, path, old.Hash, head.Hash)
}
