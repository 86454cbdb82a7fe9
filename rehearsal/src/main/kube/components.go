package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"github.com/distribution/distribution/v3/registry"
	_ "github.com/distribution/distribution/v3/registry/proxy"                     // a mirror of another registry
	_ "github.com/distribution/distribution/v3/registry/storage/driver/filesystem" // the only storage
	"github.com/spf13/pflag"
	"go.etcd.io/etcd/server/v3/etcdmain"
	helm "helm.sh/helm/v4/pkg/cmd"
	helmkube "helm.sh/helm/v4/pkg/kube"
	"k8s.io/component-base/cli"
	_ "k8s.io/component-base/metrics/prometheus/clientgo" // client metrics of the API server
	_ "k8s.io/component-base/metrics/prometheus/version"  // build information metric
	"k8s.io/component-base/version"
	kubectl "k8s.io/kubectl/pkg/cmd"
	kubectlutil "k8s.io/kubectl/pkg/cmd/util"
	apiserver "k8s.io/kubernetes/cmd/kube-apiserver/app"
	controllers "k8s.io/kubernetes/cmd/kube-controller-manager/app"
	scheduler "k8s.io/kubernetes/cmd/kube-scheduler/app"
	kwokconfig "sigs.k8s.io/kwok/pkg/config"
	kwok "sigs.k8s.io/kwok/pkg/kwok/cmd"
	kwoklog "sigs.k8s.io/kwok/pkg/log"
)

// components are the unchanged upstream programs.
var components = map[string]command{
	"etcd":                    runEtcd,
	"kube-apiserver":          runAPIServer,
	"kube-controller-manager": runControllers,
	"kube-scheduler":          runScheduler,
	"kwok":                    runKwok,
	"kubectl":                 runKubectl,
	"helm":                    runHelm,
	"registry":                runRegistry,
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
	// The upstream commands read their flags from os.Args.
	os.Args = args
	return cli.Run(apiserver.NewAPIServerCommand())
}

func runControllers(args []string) int {
	os.Args = args
	return cli.Run(controllers.NewControllerManagerCommand())
}

func runScheduler(args []string) int {
	os.Args = args
	return cli.Run(scheduler.NewSchedulerCommand())
}

func runKubectl(args []string) int {
	os.Args = args
	if err := cli.RunNoErrOutput(kubectl.NewDefaultKubectlCommand()); err != nil {
		kubectlutil.CheckErr(err) // says what is wrong and exits
	}
	return 0
}

func runKwok(args []string) int {
	os.Args = args
	// The libraries of Kubernetes register a --version that is not a boolean;
	// kwok has one of its own.
	pflag.CommandLine = pflag.NewFlagSet(args[0], pflag.ContinueOnError)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	// Read twice, as upstream: here for the log's and the file's flags only.
	flags := pflag.NewFlagSet("global", pflag.ContinueOnError)
	flags.ParseErrorsAllowlist.UnknownFlags = true
	flags.Usage = func() {}
	ctx, logger := kwoklog.InitFlags(ctx, flags)
	ctx, err := kwokconfig.InitFlags(ctx, flags)
	if err != nil {
		logger.Error("flags", err)
		return 1
	}
	root := kwok.NewCommand(ctx)
	root.PersistentFlags().AddFlagSet(flags)
	if err := root.ExecuteContext(ctx); err != nil && !errors.Is(err, context.Canceled) {
		logger.Error("kwok", err)
		return 1
	}
	return 0
}

func runHelm(args []string) int {
	os.Args = args
	// The field manager of the real command, which does not depend on the
	// name of the program.
	helmkube.ManagedFieldsManager = "helm"
	root, err := helm.NewRootCmd(os.Stdout, args[1:], helm.SetupLogging)
	if err != nil {
		slog.Warn("command failed", slog.Any("error", err))
		return 1
	}
	if err := root.Execute(); err != nil {
		var status helm.CommandError
		if errors.As(err, &status) {
			return status.ExitCode
		}
		return 1
	}
	return 0
}

func runRegistry(args []string) int {
	os.Args = args
	// By default it looks for a collector of traces on this machine.
	if err := os.Setenv("OTEL_TRACES_EXPORTER", "none"); err != nil {
		fmt.Fprintf(os.Stderr, "hubkeeper-kube: %v\n", err)
		return 1
	}
	if err := registry.RootCmd.Execute(); err != nil {
		return 1
	}
	return 0
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
