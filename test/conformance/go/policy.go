package main

import (
	"flag"
	"fmt"
	"os"
	"strings"

	"github.com/transparency-dev/formats/witness"
)

type policyVerdict struct {
	Satisfied bool `json:"satisfied"`
	Witnesses int  `json:"witnesses"`
}

// judgePolicy parses a tlog-policy and says whether a checkpoint satisfies its quorum.
//
// The published parser wants the address of every witness, which the specification leaves optional; where it is missing,
// a name that no request ever reaches is put in its place.
func judgePolicy(args []string) (any, error) {
	flags := flag.NewFlagSet("policy", flag.ExitOnError)
	policyFile := flags.String("policy", "", "file with the policy")
	checkpointFile := flags.String("checkpoint", "", "file with the checkpoint")
	_ = flags.Parse(args)
	text, err := os.ReadFile(*policyFile)
	if err != nil {
		return nil, err
	}
	checkpoint, err := os.ReadFile(*checkpointFile)
	if err != nil {
		return nil, err
	}
	lines := strings.Split(string(text), "\n")
	for i, line := range lines {
		if fields := strings.Fields(line); len(fields) == 3 && fields[0] == "witness" {
			lines[i] = fmt.Sprintf("%s https://witness-%d.invalid", line, i)
		}
	}
	group, err := witness.ParsePolicy([]byte(strings.Join(lines, "\n")))
	if err != nil {
		return nil, err
	}
	return policyVerdict{group.Satisfied(checkpoint), len(group.Endpoints())}, nil
}
