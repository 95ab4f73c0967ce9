// Command judge lets published Go implementations, which share nothing with this project, judge what it serves and
// writes: a tiled log, a checkpoint under a witness policy, a tlog-proof. It also runs a foreign witness.
//
// Every subcommand prints one line of JSON and exits with 0, or says what is wrong and exits with 1.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"

	f_note "github.com/transparency-dev/formats/note"
	"golang.org/x/mod/sumdb/note"
)

func main() {
	commands := map[string]func([]string) (any, error){
		"log":     judgeLog,
		"policy":  judgePolicy,
		"proof":   judgeProof,
		"witness": runWitness,
	}
	if len(os.Args) < 2 || commands[os.Args[1]] == nil {
		fmt.Fprintln(os.Stderr, "usage: judge log|policy|proof|witness [flags]")
		os.Exit(64)
	}
	answer, err := commands[os.Args[1]](os.Args[2:])
	if err == nil {
		err = printLine(answer)
	}
	if err != nil {
		fmt.Fprintf(os.Stderr, "%s: %v\n", os.Args[1], err)
		os.Exit(1)
	}
}

func printLine(value any) error {
	line, err := json.Marshal(value)
	if err == nil {
		fmt.Println(string(line))
	}
	return err
}

// logVerifier reads a plain Ed25519 vkey (type 0x01), with the Go project's own note package.
func logVerifier(vkey string) (note.Verifier, error) {
	return note.NewVerifier(strings.TrimSpace(vkey))
}

// cosignerVerifier reads a cosigner's vkey: Ed25519 cosignature/v1 (0x04) or ML-DSA-44 (0x06).
func cosignerVerifier(vkey string) (note.Verifier, error) {
	return f_note.NewVerifierForCosignatureV1(strings.TrimSpace(vkey))
}

// flagList collects a flag that may be given several times.
type flagList []string

func (l *flagList) String() string { return strings.Join(*l, ",") }
func (l *flagList) Set(value string) error {
	*l = append(*l, value)
	return nil
}
