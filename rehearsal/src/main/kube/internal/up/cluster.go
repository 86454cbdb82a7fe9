package up

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"

	"hubkeeper.org/rehearsal/kube/internal/front"
	"hubkeeper.org/rehearsal/kube/internal/pki"
	"hubkeeper.org/rehearsal/kube/internal/pull"
	"hubkeeper.org/rehearsal/kube/internal/stages"
)

// startCluster returns when the cluster answers and, if it was asked for, lives.
func (w *world) startCluster(ctx context.Context, name string, store pki.Store, etcdPort int) (Cluster, error) {
	dir := w.path("clusters", name)
	files, err := pki.EnsureCluster(filepath.Join(dir, "pki"))
	if err != nil {
		return Cluster{}, err
	}
	cluster, err := w.startServer(name, dir, files, store, etcdPort)
	if err != nil {
		return cluster, err
	}
	client, err := newClient(cluster.CAFile, files.Admin)
	if err != nil {
		return cluster, err
	}
	defer client.CloseIdleConnections()
	if cluster.UID, err = awaitCluster(ctx, client, cluster.Endpoint); err != nil {
		return cluster, err
	}
	if w.Looks != "" {
		if cluster.Front, err = w.startFront(name, cluster, files); err != nil {
			return cluster, err
		}
	}
	if w.Controllers {
		err = w.startControllers(ctx, name, dir, files, &cluster, client)
	}
	return cluster, err
}

func (w *world) startServer(
	name, dir string, files pki.Cluster, store pki.Store, etcdPort int,
) (Cluster, error) {
	port, err := w.ports.reserve()
	if err != nil {
		return Cluster{}, err
	}
	cluster, err := describe(fmt.Sprintf("https://127.0.0.1:%d", port), dir, files)
	if err != nil {
		return Cluster{}, err
	}
	server := apiServer{
		cluster: name, port: port, etcdPort: etcdPort, files: files, store: store,
		auditPolicy: filepath.Join(dir, "audit-policy.yaml"), auditLog: cluster.AuditLog,
	}
	if err := writeFile(server.auditPolicy, []byte(auditPolicy)); err != nil {
		return Cluster{}, err
	}
	if w.TokenWebhook != "" {
		server.webhookFile = filepath.Join(dir, "token-webhook.yaml")
		if err := writeWebhook(server.webhookFile, w.TokenWebhook+name); err != nil {
			return Cluster{}, err
		}
	}
	if err := writeKubeconfig(cluster.Kubeconfig, name, cluster, files.Admin); err != nil {
		return Cluster{}, err
	}
	return cluster, w.startChild("kube-apiserver-"+name, server.flags(), thrifty)
}

// startFront starts what makes the API server look like one of another version.
// It is part of this process.
func (w *world) startFront(name string, cluster Cluster, files pki.Cluster) (string, error) {
	f, err := front.New(cluster.Endpoint, w.Looks+name, cluster.CAFile)
	if err != nil {
		return "", err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	go func() {
		served := front.Files{Cert: files.Server.Cert, Key: files.Server.Key}
		if err := f.Serve(w.life, listener, served); err != nil {
			w.cancel(fmt.Errorf("the front of %s: %w", name, err))
		}
	}()
	return "https://" + listener.Addr().String(), nil
}

// startControllers starts what makes pods, places them and plays their nodes.
func (w *world) startControllers(
	ctx context.Context, name, dir string, files pki.Cluster, cluster *Cluster, client *http.Client,
) error {
	config := func(component string, user pki.Pair) (string, error) {
		file := filepath.Join(dir, component+".kubeconfig")
		return file, writeKubeconfig(file, name, *cluster, user)
	}
	controllers, err := config("controllers", files.Controllers)
	if err != nil {
		return err
	}
	if err := w.startChild("kube-controller-manager-"+name, controllerFlags(controllers, files), thrifty); err != nil {
		return err
	}
	scheduler, err := config("scheduler", files.Scheduler)
	if err != nil {
		return err
	}
	if err := w.startChild("kube-scheduler-"+name, schedulerFlags(scheduler), thrifty); err != nil {
		return err
	}
	kwok, err := config("kwok", files.Kwok)
	if err != nil {
		return err
	}
	// Nodes would stay NotReady for ever if kwok started before its objects exist.
	if err := applyStages(ctx, client, cluster.Endpoint, w.Pulls); err != nil {
		return err
	}
	// A kwok of an earlier run holds the nodes' leases, and a new one would wait
	// for their end. Nobody else has leases there.
	const leases = "/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases"
	if _, err := call(ctx, client, http.MethodDelete, cluster.Endpoint+leases, nil); err != nil {
		return err
	}
	if cluster.KubeletPort, err = keptPort(filepath.Join(dir, "kubelet-port")); err != nil {
		return err
	}
	// A file in somebody's home must not configure it.
	home := filepath.Join(dir, "kwok")
	if err := os.MkdirAll(home, 0o700); err != nil {
		return err
	}
	env := append([]string{"KWOK_WORKDIR=" + home}, thrifty...)
	if err := w.startChild("kwok-"+name, kwokFlags(kwok, files, cluster.KubeletPort), env); err != nil {
		return err
	}
	if w.Pulls {
		if err := w.startPuller(cluster.CAFile, cluster.Endpoint, files.Kwok); err != nil {
			return err
		}
	}
	return awaitLife(ctx, client, *cluster)
}

// startPuller plays the part of kubelets that kwok leaves out.
func (w *world) startPuller(ca, endpoint string, user pki.Pair) error {
	client, err := newClient(ca, user)
	if err != nil {
		return err
	}
	client.Timeout = 0 // it watches
	puller := &pull.Puller{Client: client, Endpoint: endpoint, Registry: w.registry}
	go puller.Run(w.life)
	return nil
}

func applyStages(ctx context.Context, client *http.Client, endpoint string, pulls bool) error {
	definitions := stages.Definitions()
	for _, object := range definitions {
		if err := apply(ctx, client, endpoint+object.Path, object.YAML); err != nil {
			return err
		}
	}
	for _, object := range definitions {
		if err := await(ctx, func() error { return established(ctx, client, endpoint+object.Path) }); err != nil {
			return err
		}
	}
	found, err := stages.Stages(pulls)
	if err != nil {
		return err
	}
	for _, object := range found {
		// A definition is established a moment before its objects are served.
		if err := await(ctx, func() error {
			return apply(ctx, client, endpoint+object.Path, object.YAML)
		}); err != nil {
			return err
		}
	}
	return nil
}

func established(ctx context.Context, client *http.Client, url string) error {
	body, err := get(ctx, client, url)
	if err != nil {
		return err
	}
	var definition struct {
		Status struct {
			Conditions []struct{ Type, Status string }
		}
	}
	if err := json.Unmarshal(body, &definition); err != nil {
		return err
	}
	for _, c := range definition.Status.Conditions {
		if c.Type == "Established" && c.Status == "True" {
			return nil
		}
	}
	return errors.New(url + " is not established")
}

// awaitLife waits until pods can be made (controllers have made the default
// service account) and kubelets answer.
func awaitLife(ctx context.Context, client *http.Client, cluster Cluster) error {
	for _, url := range []string{
		cluster.Endpoint + "/api/v1/namespaces/default/serviceaccounts/default",
		fmt.Sprintf("https://127.0.0.1:%d/healthz", cluster.KubeletPort),
	} {
		if err := await(ctx, func() error {
			_, err := get(ctx, client, url)
			return err
		}); err != nil {
			return err
		}
	}
	return nil
}
