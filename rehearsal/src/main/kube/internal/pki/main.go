package pki

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

// Main is the command `pki`: it creates the files of one cluster in --dir and
// prints their names.
func Main(args []string) int {
	flags := flag.NewFlagSet(args[0], flag.ContinueOnError)
	dir := flags.String("dir", "", "directory of the certificates and keys")
	if err := flags.Parse(args[1:]); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return 0
		}
		return 2
	}
	if *dir == "" || flags.NArg() > 0 {
		fmt.Fprintln(os.Stderr, "usage: hubkeeper-kube pki --dir DIR")
		return 2
	}
	abs, err := filepath.Abs(*dir)
	if err != nil {
		fmt.Fprintf(os.Stderr, "hubkeeper-kube pki: %v\n", err)
		return 1
	}
	files, err := EnsureCluster(abs)
	if err != nil {
		fmt.Fprintf(os.Stderr, "hubkeeper-kube pki: %v\n", err)
		return 1
	}
	for _, file := range []string{
		files.CA, files.Server.Cert, files.Server.Key, files.Admin.Cert, files.Admin.Key, files.ServiceAccount,
	} {
		fmt.Println(file)
	}
	return 0
}
