// Package up runs the control planes of one rehearsal: one etcd; per cluster an
// API server with its own part of that etcd and, on request, what makes a
// cluster live; and a registry, on request.
package up

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"sync"
	"syscall"
	"time"

	"hubkeeper.org/rehearsal/kube/internal/child"
	"hubkeeper.org/rehearsal/kube/internal/pki"
)

const (
	startLimit = 3 * time.Minute // a cold start on a busy machine takes a fraction of this
	stopGrace  = 3 * time.Second
	tailLines  = 20
)

// errStopped is the cause of a stop that somebody asked for.
var errStopped = errors.New("stopped")

// Main is the command `up`. It returns when it was told to stop (0), could not
// do its work (1), or was called wrongly (2).
func Main(args []string) int {
	options, err := Parse(args[1:], os.Stderr)
	if errors.Is(err, flag.ErrHelp) {
		return 0
	}
	if err != nil {
		fmt.Fprintf(os.Stderr, "hubkeeper-kube up: %v\n", err)
		return 2
	}
	ctx, cancel := context.WithCancelCause(context.Background())
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM, syscall.SIGINT, syscall.SIGHUP)
	go func() {
		<-signals
		cancel(errStopped)
	}()
	if options.ExitOnStdinEOF {
		go func() {
			// A broken standard input ends like a closed one.
			_, _ = io.Copy(io.Discard, os.Stdin)
			cancel(errStopped)
		}()
	}
	if err := run(ctx, cancel, options); !errors.Is(err, errStopped) {
		fmt.Fprintf(os.Stderr, "hubkeeper-kube up: %v\n", err)
		return 1
	}
	return 0
}

// world is what one call of run has started.
type world struct {
	Options
	program  string
	life     context.Context // ends when everything ends
	cancel   context.CancelCauseFunc
	ports    ports
	registry string // address; set before the first cluster starts

	mutex    sync.Mutex // of what follows
	stopped  bool
	children []*child.Child
}

// run returns why it ended, after everything that it started has ended.
func run(ctx context.Context, cancel context.CancelCauseFunc, options Options) error {
	program, err := os.Executable()
	if err != nil {
		return err
	}
	w := &world{Options: options, program: program, life: ctx, cancel: cancel}
	for _, dir := range []string{w.Dir, w.path("logs"), filepath.Dir(w.ReadyFile)} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return err
		}
	}
	held, err := lock(w.Dir)
	if err != nil {
		return err
	}
	defer held.Close()
	// A file from an earlier run must not pass for ours.
	if err := os.Remove(w.ReadyFile); err != nil && !os.IsNotExist(err) {
		return err
	}
	defer w.stop()
	ready, err := w.start(ctx)
	if cause := context.Cause(ctx); cause != nil {
		return cause
	}
	if err != nil {
		return fmt.Errorf("%w; the logs are in %s", err, w.path("logs"))
	}
	if err := writeReady(w.ReadyFile, ready); err != nil {
		return err
	}
	<-ctx.Done()
	return context.Cause(ctx)
}

// start returns when all clusters are ready, or the reason why they will not be.
func (w *world) start(ctx context.Context) (Ready, error) {
	ctx, done := context.WithTimeout(ctx, startLimit)
	defer done()
	ready := Ready{PID: os.Getpid(), Clusters: map[string]Cluster{}}
	if w.Registry != "" {
		var err error
		if w.registry, err = w.startRegistry(ctx); err != nil {
			return Ready{}, err
		}
		ready.Registry = w.registry
	}
	store, etcdPort, err := w.startStore(ctx)
	if err != nil {
		return Ready{}, err
	}
	type result struct {
		name    string
		cluster Cluster
		err     error
	}
	results := make(chan result, len(w.Clusters))
	for _, name := range w.Clusters {
		go func() {
			cluster, err := w.startCluster(ctx, name, store, etcdPort)
			if err != nil {
				err = fmt.Errorf("cluster %s: %w", name, err)
			}
			results <- result{name, cluster, err}
		}()
	}
	for range w.Clusters {
		r := <-results
		if r.err != nil {
			err = r.err
		}
		ready.Clusters[r.name] = r.cluster
	}
	return ready, err
}

func (w *world) startStore(ctx context.Context) (pki.Store, int, error) {
	files, err := pki.EnsureStore(w.path("etcd-pki"))
	if err != nil {
		return files, 0, err
	}
	port, err := w.ports.reserve()
	if err != nil {
		return files, 0, err
	}
	peerPort, err := w.ports.reserve()
	if err != nil {
		return files, 0, err
	}
	if err := w.startChild("etcd", etcdFlags(w.path("etcd"), files, port, peerPort), nil); err != nil {
		return files, 0, err
	}
	client, err := newClient(files.CA, files.Client)
	if err != nil {
		return files, 0, err
	}
	defer client.CloseIdleConnections()
	return files, port, await(ctx, func() error {
		_, err := get(ctx, client, fmt.Sprintf("https://127.0.0.1:%d/health", port))
		return err
	})
}

// startChild starts a component; its end before ours ends the whole world.
func (w *world) startChild(name string, args, env []string) error {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	if w.stopped {
		return errStopped
	}
	c, err := child.Start(child.Spec{
		Name: name, Path: w.program, Args: args, Env: env, Log: w.path("logs", name+".log"),
	})
	if err != nil {
		return fmt.Errorf("start %s: %w", name, err)
	}
	w.children = append(w.children, c)
	go func() {
		<-c.Done
		w.cancel(fmt.Errorf("%s ended unexpectedly (%s); log file %s ends with:\n%s",
			name, c.How(), c.Log, child.Tail(c.Log, tailLines)))
	}()
	return nil
}

// stop ends the store last: without it the API servers would linger.
func (w *world) stop() {
	w.cancel(errStopped)
	os.Remove(w.ReadyFile)
	w.mutex.Lock()
	defer w.mutex.Unlock()
	w.stopped = true
	var store, others []*child.Child
	for _, c := range w.children {
		if c.Name == "etcd" {
			store = append(store, c)
		} else {
			others = append(others, c)
		}
	}
	child.Stop(stopGrace, others...)
	child.Stop(stopGrace, store...)
	w.ports.release()
}

func (w *world) path(elements ...string) string {
	return filepath.Join(append([]string{w.Dir}, elements...)...)
}
