package front

import (
	"encoding/pem"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const groups = `{"kind":"APIGroupList","groups":[
 {"name":"resource.k8s.io","versions":[{"groupVersion":"resource.k8s.io/v1","version":"v1"}],
  "preferredVersion":{"groupVersion":"resource.k8s.io/v1","version":"v1"}},
 {"name":"policy","versions":[{"groupVersion":"policy/v1","version":"v1"},{"groupVersion":"policy/v1beta1","version":"v1beta1"}],
  "preferredVersion":{"groupVersion":"policy/v1","version":"v1"}}]}`

// server answers like an API server, and says who asked.
func server(w http.ResponseWriter, r *http.Request) {
	switch r.URL.Path {
	case "/version":
		fmt.Fprint(w, `{"major":"1","minor":"36","gitVersion":"v1.36.3","platform":"linux/amd64"}`)
	case "/apis":
		fmt.Fprint(w, groups)
	case "/metrics":
		fmt.Fprintln(w, "up 1")
	default:
		fmt.Fprint(w, r.Header.Get("Authorization")+" "+r.URL.RequestURI())
	}
}

func ask(t *testing.T, look, path string) (int, string) {
	t.Helper()
	behind := httptest.NewTLSServer(http.HandlerFunc(server))
	defer behind.Close()
	looks := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if look == "" {
			w.WriteHeader(http.StatusNotFound)
		}
		fmt.Fprint(w, look)
	}))
	defer looks.Close()
	ca := filepath.Join(t.TempDir(), "ca.crt")
	block := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: behind.Certificate().Raw})
	if err := os.WriteFile(ca, block, 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := New(behind.URL, looks.URL, ca)
	if err != nil {
		t.Fatal(err)
	}
	request := httptest.NewRequest(http.MethodGet, path, nil)
	request.Header.Set("Authorization", "Bearer t")
	recorder := httptest.NewRecorder()
	f.ServeHTTP(recorder, request)
	return recorder.Code, recorder.Body.String()
}

const old = `{"gitVersion":"v1.34.1-eks-1","major":"1","minor":"34","hidden":["resource.k8s.io/v1","policy/v1"],"metrics":["asked 1"]}`

func TestItLooksOlder(t *testing.T) {
	for path, wanted := range map[string]string{
		"/version":                       `"gitVersion":"v1.34.1-eks-1"`,
		"/metrics":                       "up 1\nasked 1\n",
		"/apis":                          `"preferredVersion":{"groupVersion":"policy/v1beta1"`,
		"/api/v1/pods?watch=1":           "Bearer t /api/v1/pods?watch=1",
		"/apis/policy/v1beta1/something": "Bearer t /apis/policy/v1beta1/something",
	} {
		code, body := ask(t, old, path)
		if code != http.StatusOK || !strings.Contains(body, wanted) {
			t.Errorf("%s: %d %s", path, code, body)
		}
	}
}

func TestWhatIsHiddenIsNotThere(t *testing.T) {
	if code, _ := ask(t, old, "/apis/resource.k8s.io/v1/deviceclasses"); code != http.StatusNotFound {
		t.Errorf("answers %d", code)
	}
	if _, body := ask(t, old, "/apis"); strings.Contains(body, "resource.k8s.io") {
		t.Errorf("still listed: %s", body)
	}
}

func TestWithoutALookItIsUnavailable(t *testing.T) {
	if code, _ := ask(t, "", "/version"); code != http.StatusServiceUnavailable {
		t.Errorf("answers %d", code)
	}
}
