// Command hubkeeper-kube is the Kubernetes of a rehearsal in one program: the
// real control plane, kwok in the place of nodes, the real clients, a registry,
// and the few commands that start and fill them on loopback.
//
//	hubkeeper-kube up --dir DIR --clusters a,b --ready-file FILE [--with controllers,pulls] [--registry DIR] [--looks URL]
//	hubkeeper-kube images --registry HOST:PORT NAME:TAG...
//	hubkeeper-kube charts --registry HOST:PORT [--under PATH] DIR...
//	hubkeeper-kube pki --dir DIR
//	hubkeeper-kube helm|kubectl|registry|etcd|kube-apiserver|... [FLAGS]
//
// `up` runs everything that one rehearsal world needs and re-executes this
// program for each component. A link to this program that has the name of a
// component is that component.
//
// The program is built once per machine, without cgo, for the shortest cold
// build rather than for speed (no DWARF, no inlining). The linker is told the
// versions, as in releases of Kubernetes and Helm; a change of go.mod changes
// them here too:
//
//	V=k8s.io/component-base/version
//	CGO_ENABLED=0 go build -trimpath -buildvcs=false -gcflags='all=-l -dwarf=false' \
//	    -ldflags="-s -w -X $V.gitVersion=v1.36.3 -X $V.gitMajor=1 -X $V.gitMinor=36 -X $V.gitCommit= -X $V.gitTreeState=archive \
//	        -X helm.sh/helm/v4/internal/version.version=v4.2.4" \
//	    -o hubkeeper-kube .
//
// The tests are in the packages below: `go test ./internal/...` takes seconds,
// while `./...` would compile everything a second time without these flags.
package main

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"hubkeeper.org/rehearsal/kube/internal/pki"
	"hubkeeper.org/rehearsal/kube/internal/publish"
	"hubkeeper.org/rehearsal/kube/internal/up"
)

// command runs with its own name as args[0] and returns the exit status.
type command func(args []string) int

var commands = map[string]command{
	"charts": publish.Charts,
	"images": publish.Images,
	"pki":    pki.Main,
	"up":     up.Main,
}

func main() {
	if run, ok := components[filepath.Base(os.Args[0])]; ok {
		os.Exit(run(os.Args))
	}
	if len(os.Args) > 1 {
		name := os.Args[1]
		if run, ok := commands[name]; ok {
			os.Exit(run(os.Args[1:]))
		}
		if run, ok := components[name]; ok {
			os.Exit(run(os.Args[1:]))
		}
	}
	names := slices.Sorted(maps.Keys(commands))
	names = append(names, slices.Sorted(maps.Keys(components))...)
	fmt.Fprintf(os.Stderr, "usage: hubkeeper-kube COMMAND [FLAGS]\ncommands: %s\n", strings.Join(names, ", "))
	os.Exit(2)
}
