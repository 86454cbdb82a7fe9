// Package pki creates the short-lived certificates and keys of one rehearsal.
//
// Every cluster has its own authority, as on a real provider, so that a client
// which mixes up two clusters fails as it would fail there.
package pki

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"time"
)

// Lifetime is how long the certificates are valid; a rehearsal lasts hours.
const Lifetime = 30 * 24 * time.Hour

// Pair names the files of a certificate and of its key.
type Pair struct{ Cert, Key string }

// Cluster names the files that one control plane and its administrator need.
type Cluster struct {
	CA             string // certificate of the authority
	Server         Pair
	Kubelet        Pair // server that stands for the kubelets of all nodes
	KubeletClient  Pair // the API server when it calls a kubelet
	Admin          Pair
	Controllers    Pair
	Scheduler      Pair
	Kwok           Pair
	ServiceAccount string // key that signs service-account tokens
}

// masters is the group that may do everything.
const masters = "system:masters"

// Store names the files that etcd and its clients need.
type Store struct {
	CA     string
	Server Pair
	Client Pair
}

// EnsureCluster returns the cluster files in dir and creates them if they are
// not there yet.
func EnsureCluster(dir string) (Cluster, error) {
	files := Cluster{
		CA:             filepath.Join(dir, "ca.crt"),
		Server:         pair(dir, "server"),
		Kubelet:        pair(dir, "kubelet"),
		KubeletClient:  pair(dir, "kubelet-client"),
		Admin:          pair(dir, "admin"),
		Controllers:    pair(dir, "controllers"),
		Scheduler:      pair(dir, "scheduler"),
		Kwok:           pair(dir, "kwok"),
		ServiceAccount: filepath.Join(dir, "service-account.key"),
	}
	complete, err := existOrClear(files.all()...)
	if complete || err != nil {
		return files, err
	}
	a, err := newAuthority(dir, "hubkeeper-rehearsal")
	if err != nil {
		return files, err
	}
	servers, clients := x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth
	for _, c := range []struct {
		files  Pair
		usage  x509.ExtKeyUsage
		name   string // also the user's, in audit logs
		groups []string
	}{
		{files.Server, servers, "kube-apiserver", nil},
		{files.Kubelet, servers, "kubelet", nil},
		{files.KubeletClient, clients, "kube-apiserver-kubelet-client", nil},
		{files.Admin, clients, "rehearsal-admin", []string{masters}},
		// One user for all controllers, so that none needs an account of its own.
		{files.Controllers, clients, "system:kube-controller-manager", []string{masters}},
		{files.Scheduler, clients, "system:kube-scheduler", nil},
		{files.Kwok, clients, "rehearsal-kwok", []string{masters}},
	} {
		if err := a.issue(c.files, pkix.Name{CommonName: c.name, Organization: c.groups}, c.usage); err != nil {
			return files, err
		}
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return files, err
	}
	return files, writeKey(files.ServiceAccount, key)
}

func (c Cluster) all() []string {
	names := []string{c.CA, c.ServiceAccount}
	for _, p := range []Pair{
		c.Server, c.Kubelet, c.KubeletClient, c.Admin, c.Controllers, c.Scheduler, c.Kwok,
	} {
		names = append(names, p.Cert, p.Key)
	}
	return names
}

// EnsureStore returns the etcd files in dir and creates them if they are not
// there yet.
func EnsureStore(dir string) (Store, error) {
	files := Store{CA: filepath.Join(dir, "ca.crt"), Server: pair(dir, "server"), Client: pair(dir, "client")}
	complete, err := existOrClear(files.CA, files.Server.Cert, files.Server.Key, files.Client.Cert, files.Client.Key)
	if complete || err != nil {
		return files, err
	}
	a, err := newAuthority(dir, "hubkeeper-rehearsal-etcd")
	if err != nil {
		return files, err
	}
	// A member is also a client of its peers.
	both := []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth}
	if err := a.issue(files.Server, pkix.Name{CommonName: "etcd"}, both...); err != nil {
		return files, err
	}
	return files, a.issue(files.Client, pkix.Name{CommonName: "kube-apiserver"}, x509.ExtKeyUsageClientAuth)
}

type authority struct {
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
}

// newAuthority writes ca.crt only: the key of the authority stays in memory.
func newAuthority(dir, name string) (*authority, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	template, err := newTemplate(pkix.Name{CommonName: name})
	if err != nil {
		return nil, err
	}
	template.IsCA = true
	template.KeyUsage = x509.KeyUsageCertSign | x509.KeyUsageCRLSign | x509.KeyUsageDigitalSignature
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		return nil, err
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, err
	}
	return &authority{cert, key}, writePEM(filepath.Join(dir, "ca.crt"), "CERTIFICATE", der)
}

func (a *authority) issue(files Pair, subject pkix.Name, usage ...x509.ExtKeyUsage) error {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	template, err := newTemplate(subject)
	if err != nil {
		return err
	}
	template.KeyUsage = x509.KeyUsageDigitalSignature
	template.ExtKeyUsage = usage
	if usage[0] == x509.ExtKeyUsageServerAuth {
		template.IPAddresses = []net.IP{net.IPv4(127, 0, 0, 1)}
		template.DNSNames = []string{"localhost", "kubernetes", "kubernetes.default", "kubernetes.default.svc"}
	}
	der, err := x509.CreateCertificate(rand.Reader, template, a.cert, &key.PublicKey, a.key)
	if err != nil {
		return err
	}
	if err := writeKey(files.Key, key); err != nil {
		return err
	}
	return writePEM(files.Cert, "CERTIFICATE", der)
}

func newTemplate(subject pkix.Name) (*x509.Certificate, error) {
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120))
	if err != nil {
		return nil, err
	}
	return &x509.Certificate{
		SerialNumber:          serial.Add(serial, big.NewInt(1)),
		Subject:               subject,
		BasicConstraintsValid: true,
		// An hour of slack for a clock that is set back.
		NotBefore: time.Now().Add(-time.Hour),
		NotAfter:  time.Now().Add(Lifetime),
	}, nil
}

func writeKey(file string, key *ecdsa.PrivateKey) error {
	der, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		return err
	}
	return writePEM(file, "EC PRIVATE KEY", der)
}

func writePEM(file, kind string, der []byte) error {
	if err := os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o600); err != nil {
		return fmt.Errorf("write %s: %w", filepath.Base(file), err)
	}
	return nil
}

func pair(dir, name string) Pair {
	return Pair{Cert: filepath.Join(dir, name+".crt"), Key: filepath.Join(dir, name+".key")}
}

// existOrClear tells whether all files exist. If one is missing it removes the
// others, so that an interrupted call never leaves files of two authorities.
func existOrClear(files ...string) (bool, error) {
	complete := true
	for _, file := range files {
		if _, err := os.Stat(file); err != nil {
			complete = false
		}
	}
	if complete {
		return true, nil
	}
	for _, file := range files {
		if err := os.Remove(file); err != nil && !os.IsNotExist(err) {
			return false, err
		}
	}
	return false, nil
}
