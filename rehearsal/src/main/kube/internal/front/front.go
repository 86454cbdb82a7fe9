// Package front stands before an API server and makes it look like one of an
// older version: what it says of itself, which APIs there are, and which of them
// were asked for although they go away. All else passes through unchanged.
package front

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync"
	"time"
)

// freshness is for how long a look is believed.
const freshness = 200 * time.Millisecond

// Look is what the API server shall look like now.
type Look struct {
	GitVersion string   `json:"gitVersion"`
	Major      string   `json:"major"`
	Minor      string   `json:"minor"`
	Hidden     []string `json:"hidden"`  // as group/version
	Metrics    []string `json:"metrics"` // lines that /metrics has besides
}

// Front is the way to one API server.
type Front struct {
	Target *url.URL
	Looks  string // URL that tells the look
	proxy  *httputil.ReverseProxy

	mutex sync.Mutex
	look  Look
	until time.Time
}

// Files are those of the API server: the front shows its certificate.
type Files struct{ Cert, Key string }

// New makes a front; it serves nothing yet.
func New(target, looks, ca string) (*Front, error) {
	to, err := url.Parse(target)
	if err != nil {
		return nil, err
	}
	pem, err := os.ReadFile(ca)
	if err != nil {
		return nil, err
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(pem) {
		return nil, errors.New("no certificate in " + ca)
	}
	f := &Front{Target: to, Looks: looks}
	f.proxy = &httputil.ReverseProxy{
		Rewrite:        func(r *httputil.ProxyRequest) { r.SetURL(to) },
		FlushInterval:  -1,
		ModifyResponse: f.change,
		// HTTP/1.1, since only there connections can be upgraded to streams.
		Transport: &http.Transport{
			TLSClientConfig:     &tls.Config{RootCAs: roots},
			TLSNextProto:        map[string]func(string, *tls.Conn) http.RoundTripper{},
			MaxIdleConnsPerHost: 64,
		},
	}
	return f, nil
}

// Serve answers until the context ends.
func (f *Front) Serve(ctx context.Context, listener net.Listener, files Files) error {
	pair, err := tls.LoadX509KeyPair(files.Cert, files.Key)
	if err != nil {
		return err
	}
	server := &http.Server{Handler: f, TLSConfig: &tls.Config{Certificates: []tls.Certificate{pair}}}
	go func() {
		<-ctx.Done()
		server.Close()
	}()
	if err := server.ServeTLS(listener, "", ""); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// ServeHTTP passes a request on, or denies that there is what it asks for.
func (f *Front) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	look, err := f.now(r.Context())
	if err != nil {
		http.Error(w, "the API server is not reachable: "+err.Error(), http.StatusServiceUnavailable)
		return
	}
	if hidden(r.URL.Path, look) {
		http.Error(w, "404 page not found", http.StatusNotFound)
		return
	}
	if changed(r.URL.Path) {
		// In one form only, and readable.
		r.Header.Set("Accept", "application/json, text/plain")
		r.Header.Set("Accept-Encoding", "identity")
	}
	f.proxy.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), lookKey{}, look)))
}

type lookKey struct{}

func (f *Front) now(ctx context.Context) (Look, error) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	if time.Now().Before(f.until) {
		return f.look, nil
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, f.Looks, nil)
	if err != nil {
		return Look{}, err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return Look{}, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return Look{}, fmt.Errorf("%s answers %s", f.Looks, response.Status)
	}
	var look Look
	if err := json.NewDecoder(response.Body).Decode(&look); err != nil {
		return Look{}, err
	}
	f.look, f.until = look, time.Now().Add(freshness)
	return look, nil
}

func hidden(path string, look Look) bool {
	rest, found := strings.CutPrefix(path, "/apis/")
	parts := strings.SplitN(rest, "/", 3)
	return found && len(parts) > 1 && slices.Contains(look.Hidden, parts[0]+"/"+parts[1])
}

func changed(path string) bool {
	group, found := strings.CutPrefix(path, "/apis")
	return path == "/version" || path == "/metrics" || found && strings.Count(group, "/") < 2
}

func (f *Front) change(response *http.Response) error {
	path := response.Request.URL.Path
	look, known := response.Request.Context().Value(lookKey{}).(Look)
	if !known || !changed(path) || response.StatusCode != http.StatusOK {
		return nil
	}
	body, err := io.ReadAll(response.Body)
	response.Body.Close()
	if err != nil {
		return err
	}
	if body, err = rewrite(path, body, look); err != nil {
		return err
	}
	response.Body = io.NopCloser(bytes.NewReader(body))
	response.ContentLength = int64(len(body))
	response.Header.Set("Content-Length", fmt.Sprint(len(body)))
	return nil
}

func rewrite(path string, body []byte, look Look) ([]byte, error) {
	if path == "/metrics" {
		for _, line := range look.Metrics {
			body = append(body, line+"\n"...)
		}
		return body, nil
	}
	var object map[string]any
	if err := json.Unmarshal(body, &object); err != nil {
		return nil, err
	}
	if path == "/version" {
		object["gitVersion"], object["major"], object["minor"] = look.GitVersion, look.Major, look.Minor
		object["emulationMajor"], object["emulationMinor"] = look.Major, look.Minor
	} else if groups, found := object["groups"].([]any); found {
		for _, group := range groups {
			hide(group, look)
		}
		object["groups"] = slices.DeleteFunc(groups, empty)
	} else {
		hide(object, look)
	}
	return json.Marshal(object)
}

// hide takes the versions away that there are not, and prefers one that there is.
func hide(group any, look Look) {
	object, _ := group.(map[string]any)
	versions, _ := object["versions"].([]any)
	left := slices.DeleteFunc(versions, func(version any) bool {
		named, _ := version.(map[string]any)
		return slices.Contains(look.Hidden, fmt.Sprint(named["groupVersion"]))
	})
	if versions != nil {
		object["versions"] = left
	}
	preferred, _ := object["preferredVersion"].(map[string]any)
	if len(left) > 0 && slices.Contains(look.Hidden, fmt.Sprint(preferred["groupVersion"])) {
		object["preferredVersion"] = left[0]
	}
}

func empty(group any) bool {
	object, _ := group.(map[string]any)
	versions, found := object["versions"].([]any)
	return found && len(versions) == 0
}
