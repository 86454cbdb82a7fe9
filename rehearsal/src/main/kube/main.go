// Command hubkeeper-kube is the Kubernetes control plane of a rehearsal: the
// real etcd and the real API server in one program, with the few commands that
// start them on loopback.
//
//	hubkeeper-kube up --dir DIR --clusters a,b --ready-file FILE
//	hubkeeper-kube pki --dir DIR
//	hubkeeper-kube etcd [FLAGS]
//	hubkeeper-kube kube-apiserver [FLAGS]
//
// `up` runs everything that one rehearsal world needs and re-executes this
// program for each component. A further component is one more entry in the
// table of components.go and one more child in the package up.
//
// The program is built once per machine, without cgo, for the shortest cold
// build rather than for speed (no DWARF, no inlining). The linker is told the
// version, as in a release of Kubernetes; a change of go.mod changes it here too:
//
//	V=k8s.io/component-base/version
//	CGO_ENABLED=0 go build -trimpath -buildvcs=false -gcflags='all=-l -dwarf=false' \
//	    -ldflags="-s -w -X $V.gitVersion=v1.36.3 -X $V.gitMajor=1 -X $V.gitMinor=36 -X $V.gitCommit= -X $V.gitTreeState=archive" \
//	    -o hubkeeper-kube .
//
// The tests are in the packages below: `go test ./internal/...` takes seconds,
// while `./...` would compile everything a second time without these flags.
package main

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"hubkeeper.org/rehearsal/kube/internal/pki"
	"hubkeeper.org/rehearsal/kube/internal/up"
)

// command runs with its own name as args[0] and returns the exit status.
type command func(args []string) int

var commands = map[string]command{
	"pki": pki.Main,
	"up":  up.Main,
}

func main() {
	if len(os.Args) > 1 {
		name := os.Args[1]
		if run, ok := commands[name]; ok {
			os.Exit(run(os.Args[1:]))
		}
		if run, ok := components[name]; ok {
			os.Exit(run(os.Args[1:]))
		}
	}
	var names []string
	for name := range commands {
		names = append(names, name)
	}
	for name := range components {
		names = append(names, name)
	}
	slices.Sort(names)
	fmt.Fprintf(os.Stderr, "usage: hubkeeper-kube COMMAND [FLAGS]\ncommands: %s\n", strings.Join(names, ", "))
	os.Exit(2)
}
