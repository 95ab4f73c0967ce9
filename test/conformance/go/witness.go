package main

import (
	"context"
	"crypto/rand"
	"errors"
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"syscall"

	f_note "github.com/transparency-dev/formats/note"
	"github.com/transparency-dev/witness/persistence/inmemory"
	"github.com/transparency-dev/witness/witness"
	"golang.org/x/mod/sumdb/note"
)

type witnessReady struct {
	URL  string `json:"url"`
	Vkey string `json:"vkey"`
}

// runWitness serves transparency-dev's witness on loopback for one log until SIGTERM. Its address and vkey are printed
// as soon as it listens; every request and its answer go to standard error. It remembers heads in memory only, so one
// started again with the same key has forgotten all of them.
func runWitness(args []string) (any, error) {
	flags := flag.NewFlagSet("witness", flag.ExitOnError)
	vkey := flags.String("vkey", "", "Ed25519 vkey of the log to witness")
	name := flags.String("name", "witness.invalid", "the witness's name")
	kind := flags.String("type", "ed25519", "its key: ed25519 (0x04) or mldsa44 (0x06)")
	keyFile := flags.String("key", "", "file for its key, made if missing")
	address := flags.String("listen", "127.0.0.1:0", "loopback address")
	_ = flags.Parse(args)
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	defer stop()

	verifier, err := logVerifier(*vkey)
	if err != nil {
		return nil, fmt.Errorf("vkey: %w", err)
	}
	signer, own, err := openCosigner(*keyFile, *kind, *name)
	if err != nil {
		return nil, err
	}
	w, err := witness.New(ctx, witness.Opts{
		Persistence: inmemory.New(),
		Signers:     []note.Signer{signer},
		VerifierForLog: func(_ context.Context, origin string) (note.Verifier, bool, error) {
			return verifier, origin == verifier.Name(), nil
		},
	})
	if err != nil {
		return nil, err
	}
	listener, err := net.Listen("tcp", *address)
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /add-checkpoint", witness.NewHTTPHandler(w).AddCheckpoint)
	server := http.Server{Handler: logged(mux)}
	go func() {
		<-ctx.Done()
		_ = server.Close()
	}()
	ready := witnessReady{"http://" + listener.Addr().String(), own}
	if err := printLine(ready); err != nil {
		return nil, err
	}
	if err := server.Serve(listener); err != http.ErrServerClosed {
		return nil, err
	}
	return ready, nil
}

// openCosigner reads the two lines of a key file, secret and vkey, or makes both.
func openCosigner(file, kind, name string) (note.Signer, string, error) {
	text, err := os.ReadFile(file)
	if errors.Is(err, os.ErrNotExist) {
		var secret, public string
		if secret, public, err = newKey(kind, name); err != nil {
			return nil, "", err
		}
		text = []byte(secret + "\n" + public + "\n")
		err = os.WriteFile(file, text, 0o600)
	}
	if err != nil {
		return nil, "", err
	}
	secret, public, _ := strings.Cut(strings.TrimSpace(string(text)), "\n")
	signer, err := f_note.NewSignerForCosignatureV1(secret)
	return signer, public, err
}

// newKey makes a key; the published package writes Ed25519 keys as type 0x01 and converts them to 0x04.
func newKey(kind, name string) (secret, public string, err error) {
	switch kind {
	case "ed25519":
		if secret, public, err = note.GenerateKey(rand.Reader, name); err == nil {
			public, err = f_note.VKeyToCosignatureV1(public)
		}
		return secret, public, err
	case "mldsa44":
		return f_note.GenerateMLDSAKey(name)
	default:
		return "", "", fmt.Errorf("unknown type %q", kind)
	}
}

type statusWriter struct {
	http.ResponseWriter
	status int
}

func (w *statusWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

func logged(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		seen := &statusWriter{w, http.StatusOK}
		next.ServeHTTP(seen, r)
		fmt.Fprintf(os.Stderr, "%s %s %d\n", r.Method, r.URL.Path, seen.status)
	})
}
