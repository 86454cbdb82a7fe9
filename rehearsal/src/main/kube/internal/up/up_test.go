package up

import (
	"encoding/json"
	"io"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"hubkeeper.org/rehearsal/kube/internal/pki"
)

func TestParse(t *testing.T) {
	got, err := Parse([]string{
		"--dir", "d", "--clusters", "hub-a,hub-b", "--ready-file", "r.json",
		"--token-webhook", "http://127.0.0.1:1/review", "--exit-on-stdin-eof",
		"--with", "controllers,pulls", "--registry", "reg",
	}, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	if !filepath.IsAbs(got.Dir) || !filepath.IsAbs(got.ReadyFile) || !filepath.IsAbs(got.Registry) {
		t.Errorf("paths stay relative: %+v", got)
	}
	if !slices.Equal(got.Clusters, []string{"hub-a", "hub-b"}) || !got.ExitOnStdinEOF || !got.Controllers || !got.Pulls {
		t.Errorf("got %+v", got)
	}
	if got.TokenWebhook != "http://127.0.0.1:1/review/" {
		t.Errorf("webhook prefix = %q", got.TokenWebhook)
	}
}

func TestParseRefuses(t *testing.T) {
	for name, args := range map[string][]string{
		"nothing":        {},
		"no ready file":  {"--dir", "d", "--clusters", "a"},
		"upper case":     {"--dir", "d", "--ready-file", "r", "--clusters", "A"},
		"path as name":   {"--dir", "d", "--ready-file", "r", "--clusters", "../a"},
		"empty name":     {"--dir", "d", "--ready-file", "r", "--clusters", "a,"},
		"same name":      {"--dir", "d", "--ready-file", "r", "--clusters", "a,a"},
		"webhook scheme": {"--dir", "d", "--ready-file", "r", "--clusters", "a", "--token-webhook", "file:///x"},
		"with nothing":   {"--dir", "d", "--ready-file", "r", "--clusters", "a", "--with", "pods"},
		"only pulls":     {"--dir", "d", "--ready-file", "r", "--clusters", "a", "--with", "pulls", "--registry", "r"},
		"no registry":    {"--dir", "d", "--ready-file", "r", "--clusters", "a", "--with", "controllers,pulls"},
		"extra argument": {"--dir", "d", "--ready-file", "r", "--clusters", "a", "x"},
		"unknown flag":   {"--directory", "d"},
	} {
		if _, err := Parse(args, io.Discard); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func TestReservedPortsDifferAndRefuseOthers(t *testing.T) {
	var p ports
	defer p.release()
	seen := map[int]bool{}
	for range 20 {
		port, err := p.reserve()
		if err != nil {
			t.Fatal(err)
		}
		if seen[port] {
			t.Fatalf("port %d was given twice", port)
		}
		seen[port] = true
		if l, err := net.Listen("tcp4", "127.0.0.1:"+strconv.Itoa(port)); err == nil {
			l.Close()
			t.Errorf("port %d is still free for others", port)
		}
	}
}

func TestRegistryAndControllersAreLeftOutByDefault(t *testing.T) {
	got, err := Parse([]string{"--dir", "d", "--clusters", "a", "--ready-file", "r"}, io.Discard)
	if err != nil || got.Controllers || got.Pulls || got.Registry != "" {
		t.Errorf("got %+v (%v)", got, err)
	}
}

func TestAKeptPortIsTheSameAgainUnlessSomebodyHasIt(t *testing.T) {
	file := filepath.Join(t.TempDir(), "port")
	first, err := keptPort(file)
	if err != nil {
		t.Fatal(err)
	}
	// A server that shares its port with nobody can bind it now.
	l, err := net.Listen("tcp4", "127.0.0.1:"+strconv.Itoa(first))
	if err != nil {
		t.Fatal(err)
	}
	other, err := keptPort(file)
	if err != nil || other == first {
		t.Errorf("while %d is taken: %d (%v)", first, other, err)
	}
	l.Close()
	again, err := keptPort(file)
	if err != nil || again != other {
		t.Errorf("afterwards: %d, not %d (%v)", again, other, err)
	}
}

func TestOnlyOneProcessUsesADirectory(t *testing.T) {
	dir := t.TempDir()
	first, err := lock(dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := lock(dir); err == nil || !strings.Contains(err.Error(), "in use") {
		t.Errorf("second lock: %v", err)
	}
	first.Close()
	again, err := lock(dir)
	if err != nil {
		t.Fatal(err)
	}
	again.Close()
}

func TestReadyFileNamesWhatClientsNeed(t *testing.T) {
	dir := t.TempDir()
	files, err := pki.EnsureCluster(dir)
	if err != nil {
		t.Fatal(err)
	}
	cluster, err := describe("https://127.0.0.1:1", dir, files)
	if err != nil {
		t.Fatal(err)
	}
	if err := writeKubeconfig(cluster.Kubeconfig, "hub", cluster, files.Admin); err != nil {
		t.Fatal(err)
	}
	cluster.UID = "u"
	ready := filepath.Join(dir, "ready.json")
	if err := writeReady(ready, Ready{PID: 7, Clusters: map[string]Cluster{"hub": cluster}}); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(ready)
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		PID      int
		Clusters map[string]map[string]string
	}
	if err := json.Unmarshal(data, &got); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"endpoint", "caFile", "caData", "adminCertFile", "adminKeyFile", "kubeconfig", "uid", "auditLog"} {
		if got.Clusters["hub"][key] == "" {
			t.Errorf("%s is missing in %s", key, data)
		}
	}
	kubeconfig, err := os.ReadFile(cluster.Kubeconfig)
	if err != nil {
		t.Fatal(err)
	}
	if got.PID != 7 || !strings.Contains(string(kubeconfig), "certificate-authority-data: "+cluster.CAData) {
		t.Errorf("ready %s\nkubeconfig %s", data, kubeconfig)
	}
	left, err := filepath.Glob(filepath.Join(dir, ".*"))
	if err != nil || len(left) > 0 {
		t.Errorf("temporary files are left: %v %v", left, err)
	}
}

func TestWebhookFlagsOnlyWithAWebhook(t *testing.T) {
	isWebhook := func(flag string) bool { return strings.Contains(flag, "token-webhook") }
	if flags := (apiServer{cluster: "a"}).flags(); slices.ContainsFunc(flags, isWebhook) {
		t.Errorf("flags without a webhook: %v", flags)
	}
	flags := apiServer{cluster: "a", webhookFile: "w.yaml"}.flags()
	if !slices.Contains(flags, "--authentication-token-webhook-config-file=w.yaml") {
		t.Errorf("flags with a webhook: %v", flags)
	}
}
