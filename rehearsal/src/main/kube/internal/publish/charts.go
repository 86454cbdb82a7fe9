package publish

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
)

// Charts is the command `charts`: it packages directories and pushes each chart
// with its version.
func Charts(args []string) int {
	flags := flag.NewFlagSet(args[0], flag.ContinueOnError)
	registry := flags.String("registry", "", "`address` of the registry, plain HTTP")
	under := flags.String("under", "", "`path` in the registry before the chart's name")
	if err := flags.Parse(args[1:]); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return 0
		}
		return 2
	}
	if *registry == "" || flags.NArg() == 0 {
		fmt.Fprintln(os.Stderr, "usage: hubkeeper-kube charts --registry HOST:PORT [--under PATH] DIR...")
		return 2
	}
	if err := pushCharts(path.Join(*registry, *under), flags.Args()); err != nil {
		fmt.Fprintf(os.Stderr, "hubkeeper-kube charts: %v\n", err)
		return 1
	}
	return 0
}

// pushCharts lets the helm of this program do the work, without what its user
// has configured.
func pushCharts(target string, charts []string) error {
	program, err := os.Executable()
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "hubkeeper-charts-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	helm := func(args ...string) error {
		command := exec.Command(program, append([]string{"helm"}, args...)...)
		command.Env = append(os.Environ(),
			"HELM_CONFIG_HOME="+filepath.Join(dir, "config"),
			"HELM_CACHE_HOME="+filepath.Join(dir, "cache"),
			"HELM_DATA_HOME="+filepath.Join(dir, "data"))
		if output, err := command.CombinedOutput(); err != nil {
			return fmt.Errorf("helm %s: %w\n%s", args[0], err, output)
		}
		return nil
	}
	packages := filepath.Join(dir, "packages")
	if err := helm(append([]string{"package", "--destination", packages}, charts...)...); err != nil {
		return err
	}
	archives, err := filepath.Glob(filepath.Join(packages, "*.tgz"))
	if err != nil {
		return err
	}
	for _, archive := range archives {
		if err := helm("push", "--plain-http", archive, "oci://"+target); err != nil {
			return err
		}
		fmt.Println(filepath.Base(archive))
	}
	return nil
}
