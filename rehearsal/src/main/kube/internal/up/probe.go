package up

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"time"

	"hubkeeper.org/rehearsal/kube/internal/pki"
)

const probeInterval = 50 * time.Millisecond

// newClient makes a client that trusts one authority and shows one certificate.
func newClient(ca string, client pki.Pair) (*http.Client, error) {
	pem, err := os.ReadFile(ca)
	if err != nil {
		return nil, err
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("%s holds no certificate", ca)
	}
	cert, err := tls.LoadX509KeyPair(client.Cert, client.Key)
	if err != nil {
		return nil, err
	}
	return &http.Client{
		Timeout: 10 * time.Second,
		Transport: &http.Transport{
			TLSClientConfig: &tls.Config{RootCAs: roots, Certificates: []tls.Certificate{cert}, MinVersion: tls.VersionTLS12},
		},
	}, nil
}

// get returns the body of a 200 answer.
func get(ctx context.Context, client *http.Client, url string) ([]byte, error) {
	return call(ctx, client, http.MethodGet, url, nil)
}

// apply makes an object what the YAML says.
func apply(ctx context.Context, client *http.Client, url string, yaml []byte) error {
	_, err := call(ctx, client, http.MethodPatch, url+"?fieldManager=rehearsal&force=true", yaml)
	return err
}

// call returns the body of a 2xx answer; what it sends is a server-side apply.
func call(ctx context.Context, client *http.Client, method, url string, yaml []byte) ([]byte, error) {
	request, err := http.NewRequestWithContext(ctx, method, url, bytes.NewReader(yaml))
	if err != nil {
		return nil, err
	}
	if len(yaml) > 0 {
		request.Header.Set("Content-Type", "application/apply-patch+yaml")
	}
	response, err := client.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, 1<<20))
	if err != nil {
		return nil, err
	}
	if response.StatusCode/100 != 2 {
		return nil, fmt.Errorf("%s %s answers %s: %.300s", method, url, response.Status, body)
	}
	return body, nil
}

// await repeats the probe until it succeeds. When ctx ends first, it returns
// the cause, with the last failure if that was the time limit.
func await(ctx context.Context, probe func() error) error {
	for {
		err := probe()
		if err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			cause := context.Cause(ctx)
			if errors.Is(cause, context.DeadlineExceeded) {
				return fmt.Errorf("not ready in time: %w", err)
			}
			return cause
		case <-time.After(probeInterval):
		}
	}
}

// awaitCluster waits until the API server is ready and has made kube-system,
// whose uid serves as the identity of the cluster.
func awaitCluster(ctx context.Context, client *http.Client, endpoint string) (uid string, err error) {
	if err := await(ctx, func() error {
		_, err := get(ctx, client, endpoint+"/readyz")
		return err
	}); err != nil {
		return "", err
	}
	err = await(ctx, func() error {
		body, err := get(ctx, client, endpoint+"/api/v1/namespaces/kube-system")
		if err != nil {
			return err
		}
		var namespace struct {
			Metadata struct {
				UID string `json:"uid"`
			} `json:"metadata"`
		}
		if err := json.Unmarshal(body, &namespace); err != nil {
			return err
		}
		if namespace.Metadata.UID == "" {
			return errors.New("kube-system has no uid")
		}
		uid = namespace.Metadata.UID
		return nil
	})
	return uid, err
}
