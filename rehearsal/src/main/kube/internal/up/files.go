package up

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"hubkeeper.org/rehearsal/kube/internal/pki"
)

// Ready is the content of the ready file.
type Ready struct {
	PID      int                `json:"pid"`
	Clusters map[string]Cluster `json:"clusters"`
	Registry string             `json:"registry,omitempty"` // host:port, plain HTTP
}

// Cluster tells a client how to reach one API server. The admin certificate is
// for setting up a scenario, never for the worker that is rehearsed.
type Cluster struct {
	Endpoint      string `json:"endpoint"`
	CAFile        string `json:"caFile"`
	CAData        string `json:"caData"` // base64 of the PEM file
	AdminCertFile string `json:"adminCertFile"`
	AdminKeyFile  string `json:"adminKeyFile"`
	Kubeconfig    string `json:"kubeconfig"`
	UID           string `json:"uid"`                   // of the namespace kube-system
	AuditLog      string `json:"auditLog"`              // who changed what, one JSON object a line
	Front         string `json:"front,omitempty"`       // what EKS hands out instead of the endpoint
	KubeletPort   int    `json:"kubeletPort,omitempty"` // where kwok answers for all nodes
}

func describe(endpoint, dir string, files pki.Cluster) (Cluster, error) {
	ca, err := os.ReadFile(files.CA)
	if err != nil {
		return Cluster{}, err
	}
	return Cluster{
		Endpoint:      endpoint,
		CAFile:        files.CA,
		CAData:        base64.StdEncoding.EncodeToString(ca),
		AdminCertFile: files.Admin.Cert,
		AdminKeyFile:  files.Admin.Key,
		Kubeconfig:    filepath.Join(dir, "kubeconfig"),
		AuditLog:      filepath.Join(dir, "audit.log"),
	}, nil
}

// writeKubeconfig writes the configuration of one user without references to
// other files, so that it can be copied.
func writeKubeconfig(file, name string, c Cluster, user pki.Pair) error {
	cert, err := os.ReadFile(user.Cert)
	if err != nil {
		return err
	}
	key, err := os.ReadFile(user.Key)
	if err != nil {
		return err
	}
	text := fmt.Sprintf(`apiVersion: v1
kind: Config
clusters:
- name: %[1]q
  cluster:
    server: %[2]q
    certificate-authority-data: %[3]s
users:
- name: %[4]q
  user:
    client-certificate-data: %[5]s
    client-key-data: %[6]s
contexts:
- name: %[1]q
  context:
    cluster: %[1]q
    user: %[4]q
current-context: %[1]q
`, name, c.Endpoint, c.CAData, name+"-"+strings.TrimSuffix(filepath.Base(user.Cert), ".crt"),
		base64.StdEncoding.EncodeToString(cert), base64.StdEncoding.EncodeToString(key))
	return writeFile(file, []byte(text))
}

// writeWebhook writes the file in which an API server finds its token webhook.
func writeWebhook(file, url string) error {
	return writeFile(file, fmt.Appendf(nil, `apiVersion: v1
kind: Config
clusters:
- name: token-review
  cluster:
    server: %q
users:
- name: kube-apiserver
  user: {}
contexts:
- name: token-review
  context:
    cluster: token-review
    user: kube-apiserver
current-context: token-review
`, url))
}

// auditPolicy records changes without their contents. What nodes and leaders
// say to be alive is left out.
const auditPolicy = `apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived]
rules:
- level: None
  resources: [{group: coordination.k8s.io, resources: [leases]}]
- level: Metadata
  verbs: [create, update, patch, delete, deletecollection]
- level: None
`

func writeReady(file string, ready Ready) error {
	data, err := json.MarshalIndent(ready, "", "  ")
	if err != nil {
		return err
	}
	return writeFile(file, append(data, '\n'))
}

// writeFile replaces the file in one step: a reader sees all of it or none.
func writeFile(file string, data []byte) error {
	// CreateTemp makes the file with mode 0600.
	temp, err := os.CreateTemp(filepath.Dir(file), "."+filepath.Base(file)+".*")
	if err != nil {
		return err
	}
	_, err = temp.Write(data)
	if closeErr := temp.Close(); err == nil {
		err = closeErr
	}
	if err == nil {
		err = os.Rename(temp.Name(), file)
	}
	if err != nil {
		os.Remove(temp.Name())
	}
	return err
}
