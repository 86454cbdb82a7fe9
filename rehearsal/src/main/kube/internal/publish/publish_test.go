package publish

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// fakeRegistry keeps what is pushed and refuses what a registry refuses.
type fakeRegistry struct {
	blobs     map[string]string
	manifests map[string]string
}

func (f *fakeRegistry) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	switch name, tag, manifest := strings.Cut(r.URL.Path, "/manifests/"); {
	case r.Method == http.MethodPost && strings.HasSuffix(r.URL.Path, "/blobs/uploads/"):
		w.Header().Set("Location", r.URL.Path+"one?state=s")
		w.WriteHeader(http.StatusAccepted)
	case r.Method == http.MethodPut && strings.HasSuffix(r.URL.Path, "/blobs/uploads/one"):
		if r.URL.Query().Get("state") != "s" || r.URL.Query().Get("digest") != digestOf(body) {
			http.Error(w, "digest invalid", http.StatusBadRequest)
			return
		}
		f.blobs[digestOf(body)] = string(body)
		w.WriteHeader(http.StatusCreated)
	case r.Method == http.MethodPut && manifest:
		var m struct {
			Config descriptor
			Layers []descriptor
		}
		if err := json.Unmarshal(body, &m); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		for _, d := range append(m.Layers, m.Config) {
			if len(f.blobs[d.Digest]) != d.Size {
				http.Error(w, "blob unknown "+d.Digest, http.StatusNotFound)
				return
			}
		}
		f.manifests[strings.TrimPrefix(name, "/v2/")+":"+tag] = digestOf(body)
		w.WriteHeader(http.StatusCreated)
	default:
		http.NotFound(w, r)
	}
}

func TestImagesArePushedUnderTheirNames(t *testing.T) {
	registry := &fakeRegistry{blobs: map[string]string{}, manifests: map[string]string{}}
	server := httptest.NewServer(registry)
	defer server.Close()
	a, err := pushImage(server.URL, "grafana/grafana:11.1")
	if err != nil {
		t.Fatal(err)
	}
	b, err := pushImage(server.URL, "pause:3")
	if err != nil {
		t.Fatal(err)
	}
	if registry.manifests["grafana/grafana:11.1"] != a || registry.manifests["pause:3"] != b || a == b {
		t.Errorf("%s and %s, but the registry has %v", a, b, registry.manifests)
	}
	again, err := pushImage(server.URL, "pause:3")
	if err != nil || again != b {
		t.Errorf("the same image has another digest: %s, %s (%v)", again, b, err)
	}
}

func TestALayerCanBeUnpacked(t *testing.T) {
	plain, compressed, err := layer("pause:3")
	if err != nil {
		t.Fatal(err)
	}
	unpacker, err := gzip.NewReader(bytes.NewReader(compressed))
	if err != nil {
		t.Fatal(err)
	}
	if unpacked, err := io.ReadAll(unpacker); err != nil || !bytes.Equal(unpacked, plain) {
		t.Errorf("%d bytes, not %d (%v)", len(unpacked), len(plain), err)
	}
	files := tar.NewReader(bytes.NewReader(plain))
	if header, err := files.Next(); err != nil || header.Name != "image" {
		t.Errorf("the first file is %v (%v)", header, err)
	}
	if content, err := io.ReadAll(files); err != nil || string(content) != "pause:3" {
		t.Errorf("it holds %q (%v)", content, err)
	}
}

func TestImageNamesNeedATag(t *testing.T) {
	for _, name := range []string{"pause", "pause:", ":3", "host:5000/pause"} {
		if _, err := pushImage("http://127.0.0.1:1", name); err == nil || !strings.Contains(err.Error(), "NAME:TAG") {
			t.Errorf("%q: %v", name, err)
		}
	}
}

func TestTheRegistrysAnswerIsTold(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	defer server.Close()
	if _, err := pushImage(server.URL, "pause:3"); err == nil || !strings.Contains(err.Error(), "404") {
		t.Errorf("got %v", err)
	}
}

func TestCommandsCheckTheirArguments(t *testing.T) {
	for name, command := range map[string]func([]string) int{"images": Images, "charts": Charts} {
		if got := command([]string{name, "pause:3"}); got != 2 {
			t.Errorf("%s without --registry: exit status %d", name, got)
		}
	}
}
