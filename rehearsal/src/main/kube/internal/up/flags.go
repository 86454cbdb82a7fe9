package up

import (
	"fmt"

	"hubkeeper.org/rehearsal/kube/internal/pki"
)

// serviceRange is the same for all clusters: they never meet.
const serviceRange = "10.0.0.0/16"

// etcdFlags start a store that answers only clients of its own authority and
// that survives the end of its process, not the end of the machine.
func etcdFlags(dataDir string, files pki.Store, clientPort, peerPort int) []string {
	client := fmt.Sprintf("https://127.0.0.1:%d", clientPort)
	peer := fmt.Sprintf("https://127.0.0.1:%d", peerPort)
	return []string{
		"etcd",
		"--data-dir=" + dataDir,
		"--listen-client-urls=" + client,
		"--advertise-client-urls=" + client,
		"--listen-peer-urls=" + peer,
		"--initial-advertise-peer-urls=" + peer,
		"--initial-cluster=default=" + peer,
		"--cert-file=" + files.Server.Cert,
		"--key-file=" + files.Server.Key,
		"--trusted-ca-file=" + files.CA,
		"--client-cert-auth",
		"--peer-cert-file=" + files.Server.Cert,
		"--peer-key-file=" + files.Server.Key,
		"--peer-trusted-ca-file=" + files.CA,
		"--peer-client-cert-auth",
		"--socket-reuse-port",
		"--enable-grpc-gateway=false",
		"--unsafe-no-fsync",
		"--log-level=warn",
	}
}

// apiServer is what distinguishes the API server of one cluster.
type apiServer struct {
	cluster     string
	port        int
	etcdPort    int
	files       pki.Cluster
	store       pki.Store
	webhookFile string // empty without a token webhook
}

func (a apiServer) flags() []string {
	flags := []string{
		"kube-apiserver",
		fmt.Sprintf("--etcd-servers=https://127.0.0.1:%d", a.etcdPort),
		"--etcd-cafile=" + a.store.CA,
		"--etcd-certfile=" + a.store.Client.Cert,
		"--etcd-keyfile=" + a.store.Client.Key,
		"--etcd-prefix=/clusters/" + a.cluster,
		"--bind-address=127.0.0.1",
		"--advertise-address=127.0.0.1",
		fmt.Sprintf("--secure-port=%d", a.port),
		"--permit-port-sharing",
		"--tls-cert-file=" + a.files.Server.Cert,
		"--tls-private-key-file=" + a.files.Server.Key,
		"--client-ca-file=" + a.files.CA,
		"--service-account-issuer=https://kubernetes.default.svc",
		"--service-account-key-file=" + a.files.ServiceAccount,
		"--service-account-signing-key-file=" + a.files.ServiceAccount,
		"--service-cluster-ip-range=" + serviceRange,
		"--anonymous-auth=false",
		"--authorization-mode=Node,RBAC",
		"--allow-privileged=true",
		// Nothing runs in the cluster that would reach the server through a Service.
		"--endpoint-reconciler-type=none",
		"--profiling=false",
	}
	if a.webhookFile != "" {
		// The server asks URL?timeout=30s, and it keeps tokens that it knows for
		// 10 s, whatever this says; an answer with an error is never kept.
		flags = append(flags,
			"--authentication-token-webhook-config-file="+a.webhookFile,
			"--authentication-token-webhook-version=v1",
			"--authentication-token-webhook-cache-ttl=5s",
		)
	}
	return flags
}

// apiServerEnv trades some processor time for memory.
var apiServerEnv = []string{"GOGC=50"}
