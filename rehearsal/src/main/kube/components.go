package main

import (
	"fmt"
	"os"
	"runtime/debug"

	"go.etcd.io/etcd/server/v3/etcdmain"
	"k8s.io/component-base/cli"
	_ "k8s.io/component-base/metrics/prometheus/clientgo" // client metrics of the API server
	_ "k8s.io/component-base/metrics/prometheus/version"  // build information metric
	"k8s.io/component-base/version"
	apiserver "k8s.io/kubernetes/cmd/kube-apiserver/app"
)

// components are the unchanged upstream programs.
var components = map[string]command{
	"etcd":           runEtcd,
	"kube-apiserver": runAPIServer,
}

func runEtcd(args []string) int {
	etcdmain.Main(args)
	return 0
}

func runAPIServer(args []string) int {
	if err := checkVersion(); err != nil {
		fmt.Fprintf(os.Stderr, "hubkeeper-kube: %v\n", err)
		return 1
	}
	// The upstream command reads its flags from os.Args.
	os.Args = args
	return cli.Run(apiserver.NewAPIServerCommand())
}

// checkVersion refuses a build whose linker flags do not name the Kubernetes of
// go.mod: clients decide by what the server says in /version.
func checkVersion() error {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return fmt.Errorf("built without module information")
	}
	for _, module := range info.Deps {
		if module.Path != "k8s.io/kubernetes" {
			continue
		}
		if linked := version.Get().GitVersion; linked != module.Version {
			return fmt.Errorf("built as Kubernetes %s from %s: use the build command in main.go", linked, module.Version)
		}
		return nil
	}
	return fmt.Errorf("built without k8s.io/kubernetes")
}
