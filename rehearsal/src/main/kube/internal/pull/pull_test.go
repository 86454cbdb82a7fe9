package pull

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
)

func TestPlacesOfImages(t *testing.T) {
	for image, want := range map[string]string{
		"pause":                           "pause library/pause latest",
		"pause:3":                         "pause library/pause 3",
		"grafana/grafana:12":              "grafana/grafana 12",
		"registry.k8s.io/pause:3.10":      "registry.k8s.io/pause pause 3.10",
		"localhost:30050/nvidia/cuda:12":  "nvidia/cuda 12",
		"127.0.0.1:5000/a/b":              "a/b latest",
		"quay.io/a/b:1@sha256:00":         "quay.io/a/b a/b sha256:00",
		"docker.io/library/registry:3.00": "docker.io/library/registry library/registry 3.00",
	} {
		repositories, reference := places(image)
		if got := strings.Join(append(repositories, reference), " "); got != want {
			t.Errorf("%s: %s, not %s", image, got, want)
		}
	}
}

// fakeCluster lists one pod, watches another, and keeps what it is told.
type fakeCluster struct {
	mutex   sync.Mutex
	listed  []string
	watched string
	told    []string
}

func (f *fakeCluster) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	switch {
	case r.Method == http.MethodPatch && strings.Contains(r.URL.Path, "gone"):
		http.NotFound(w, r)
	case r.Method == http.MethodPatch:
		body, _ := io.ReadAll(r.Body) // compared by the test
		f.told = append(f.told, r.URL.Path+" "+string(body))
	case r.URL.Query().Get("watch") != "":
		f.told = append(f.told, "watch "+r.URL.Query().Get("timeoutSeconds"))
		fmt.Fprintf(w, `{"type":"ADDED","object":%s}`, f.watched)
	default:
		fmt.Fprintf(w, `{"metadata":{"resourceVersion":"7"},"items":[%s]}`, strings.Join(f.listed, ","))
	}
}

func aPod(name, said string, images ...string) string {
	containers := []map[string]string{}
	for _, image := range images {
		containers = append(containers, map[string]string{"image": image})
	}
	text, err := json.Marshal(map[string]any{
		"metadata": map[string]any{
			"name": name, "namespace": "ns",
			"annotations": map[string]string{"rehearsal.hubkeeper.org/image-missing": said},
		},
		"spec": map[string]any{"containers": containers},
	})
	if err != nil {
		panic(err)
	}
	return string(text)
}

func TestEveryWaitingPodIsToldOnceWhetherItsImagesAreThere(t *testing.T) {
	registry := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/v2/here/manifests/1" {
			http.NotFound(w, r)
		}
	}))
	defer registry.Close()
	cluster := &fakeCluster{
		listed:  []string{aPod("a", "", "x.io/here:1"), aPod("b", "false", "here:1"), aPod("gone", "", "here:1")},
		watched: aPod("c", "", "nowhere:1", "here:1"),
	}
	server := httptest.NewServer(cluster)
	defer server.Close()
	p := &Puller{
		Client: server.Client(), Endpoint: server.URL, Registry: strings.TrimPrefix(registry.URL, "http://"),
		present: map[string]bool{},
	}

	if err := p.round(t.Context()); err != nil {
		t.Fatal(err)
	}
	cluster.listed = []string{cluster.watched}
	if err := p.round(t.Context()); err != nil {
		t.Fatal(err)
	}

	told := func(name, said string) string {
		return "/api/v1/namespaces/ns/pods/" + name +
			` {"metadata":{"annotations":{"rehearsal.hubkeeper.org/image-missing":"` + said + `"}}}`
	}
	want := []string{
		told("a", "false"), "watch 60", told("c", "true"),
		// While an image is missing, it is looked for every few seconds.
		told("c", "true"), "watch 2", told("c", "true"),
	}
	if !slices.Equal(cluster.told, want) {
		t.Errorf("told %q\nwant %q", cluster.told, want)
	}
}

func TestARegistryThatFailsSaysNothingAboutImages(t *testing.T) {
	failing := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusServiceUnavailable)
	}))
	defer failing.Close()
	for _, registry := range []string{"127.0.0.1:1", strings.TrimPrefix(failing.URL, "http://")} {
		cluster := &fakeCluster{listed: []string{aPod("a", "", "here:1")}}
		server := httptest.NewServer(cluster)
		p := &Puller{Client: server.Client(), Endpoint: server.URL, Registry: registry, present: map[string]bool{}}

		if err := p.round(t.Context()); err == nil || len(cluster.told) > 0 {
			t.Errorf("told %q (%v)", cluster.told, err)
		}
		server.Close()
	}
}
