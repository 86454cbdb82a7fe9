package up

import (
	"fmt"
	"strings"

	"hubkeeper.org/rehearsal/kube/internal/pki"
	"hubkeeper.org/rehearsal/kube/internal/stages"
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
	auditPolicy string
	auditLog    string
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
		// Nodes are names for one server on loopback, which shows a certificate
		// of the cluster's own authority.
		// A node of the simulated cloud has an address of its VPC, and this machine
		// as its external name, where kwok plays its kubelet.
		"--kubelet-preferred-address-types=ExternalDNS,InternalIP",
		"--kubelet-certificate-authority=" + a.files.CA,
		"--kubelet-client-certificate=" + a.files.KubeletClient.Cert,
		"--kubelet-client-key=" + a.files.KubeletClient.Key,
		"--audit-policy-file=" + a.auditPolicy,
		"--audit-log-path=" + a.auditLog,
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

// controllerFlags start all controllers except those that sign certificates,
// for which the key of the authority would have to be on disk.
func controllerFlags(kubeconfig string, files pki.Cluster) []string {
	return []string{
		"kube-controller-manager",
		"--kubeconfig=" + kubeconfig,
		"--leader-elect=false",
		"--secure-port=0",
		"--root-ca-file=" + files.CA,
		"--service-account-private-key-file=" + files.ServiceAccount,
		"--node-monitor-grace-period=50s",
		"--profiling=false",
	}
}

func schedulerFlags(kubeconfig string) []string {
	return []string{
		"kube-scheduler",
		"--kubeconfig=" + kubeconfig,
		"--leader-elect=false",
		"--secure-port=0",
		"--profiling=false",
	}
}

// kwokFlags start what plays the kubelets of the nodes that carry kwok's
// annotation. It tells such a node its address and port.
func kwokFlags(kubeconfig string, files pki.Cluster, port int) []string {
	return []string{
		"kwok",
		"--kubeconfig=" + kubeconfig,
		"--manage-all-nodes=false",
		"--manage-nodes-with-annotation-selector=kwok.x-k8s.io/node=fake",
		"--node-lease-duration-seconds=40",
		"--enable-crds=" + strings.Join(stages.Kinds, ","),
		"--cidr=10.64.0.0/16",
		"--node-ip=127.0.0.1",
		fmt.Sprintf("--node-port=%d", port),
		fmt.Sprintf("--server-address=127.0.0.1:%d", port),
		"--tls-cert-file=" + files.Kubelet.Cert,
		"--tls-private-key-file=" + files.Kubelet.Key,
	}
}

// thrifty trades some processor time for memory.
var thrifty = []string{"GOGC=50"}
