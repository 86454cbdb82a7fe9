package up

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
)

// startRegistry returns the address of a registry with plain HTTP that keeps
// what it has in a directory.
func (w *world) startRegistry(ctx context.Context) (string, error) {
	if err := os.MkdirAll(w.Registry, 0o700); err != nil {
		return "", err
	}
	// Clients keep the address of a registry that is started again.
	port, err := keptPort(filepath.Join(w.Registry, "port"))
	if err != nil {
		return "", err
	}
	address := fmt.Sprintf("127.0.0.1:%d", port)
	config := filepath.Join(w.Registry, "config.yml")
	if err := writeFile(config, registryConfig(w.Registry, address)); err != nil {
		return "", err
	}
	if err := w.startChild("registry", []string{"registry", "serve", config}, thrifty); err != nil {
		return "", err
	}
	return address, await(ctx, func() error {
		_, err := get(ctx, http.DefaultClient, "http://"+address+"/v2/")
		return err
	})
}

func registryConfig(dir, address string) []byte {
	return fmt.Appendf(nil, `version: 0.1
log:
  level: warn
  accesslog:
    disabled: true
storage:
  filesystem:
    rootdirectory: %q
  delete:
    enabled: true
http:
  addr: %q
`, filepath.Join(dir, "data"), address)
}
