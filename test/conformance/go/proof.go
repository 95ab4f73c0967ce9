package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"

	"filippo.io/torchwood"
	f_log "github.com/transparency-dev/formats/log"
	f_proof "github.com/transparency-dev/formats/proof"
	"github.com/transparency-dev/merkle/proof"
	"github.com/transparency-dev/merkle/rfc6962"
	"golang.org/x/mod/sumdb/tlog"
)

type proofVerdict struct {
	Index uint64 `json:"index"`
	Size  uint64 `json:"size"`
	Extra int    `json:"extra"`
}

// judgeProof asks two parsers that know nothing of each other, transparency-dev's and torchwood's, whether a tlog-proof
// shows that an entry is in the log. The first also writes the proof again, which must give the same bytes.
func judgeProof(args []string) (any, error) {
	flags := flag.NewFlagSet("proof", flag.ExitOnError)
	proofFile := flags.String("proof", "", "file with the tlog-proof")
	entryFile := flags.String("entry", "", "file with the entry's bytes")
	vkey := flags.String("vkey", "", "the log's Ed25519 vkey")
	_ = flags.Parse(args)
	raw, err := os.ReadFile(*proofFile)
	if err != nil {
		return nil, err
	}
	entry, err := os.ReadFile(*entryFile)
	if err != nil {
		return nil, err
	}
	verifier, err := logVerifier(*vkey)
	if err != nil {
		return nil, fmt.Errorf("vkey: %w", err)
	}
	var parsed f_proof.TLogProof
	if err := parsed.Unmarshal(raw); err != nil {
		return nil, err
	}
	if !bytes.Equal(parsed.Marshal(), raw) {
		return nil, fmt.Errorf("written again, the proof has other bytes")
	}
	head, _, _, err := f_log.ParseCheckpoint(parsed.Checkpoint, verifier.Name(), verifier)
	if err != nil {
		return nil, err
	}
	path := make([][]byte, 0, len(parsed.Hashes))
	for _, hash := range parsed.Hashes {
		path = append(path, hash[:])
	}
	leaf := rfc6962.DefaultHasher.HashLeaf(entry)
	if err := proof.VerifyInclusion(rfc6962.DefaultHasher, parsed.Index, head.Size, leaf, path, head.Hash); err != nil {
		return nil, err
	}
	policy, err := torchwood.ParsePolicy(fmt.Appendf(nil, "log %s\nquorum none\n", *vkey))
	if err != nil {
		return nil, fmt.Errorf("torchwood: %w", err)
	}
	if err := torchwood.VerifyProof(policy, tlog.RecordHash(entry), raw); err != nil {
		return nil, fmt.Errorf("torchwood: %w", err)
	}
	return proofVerdict{parsed.Index, head.Size, len(parsed.ExtraData)}, nil
}
