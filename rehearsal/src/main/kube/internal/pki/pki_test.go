package pki

import (
	"crypto/tls"
	"crypto/x509"
	"os"
	"path/filepath"
	"testing"
)

func TestClusterCertificatesFitTogether(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "pki")
	files, err := EnsureCluster(dir)
	if err != nil {
		t.Fatal(err)
	}
	roots := pool(t, files.CA)
	server := leaf(t, files.Server)
	kubelet := leaf(t, files.Kubelet)
	if _, err := kubelet.Verify(x509.VerifyOptions{Roots: roots, DNSName: "127.0.0.1"}); err != nil {
		t.Errorf("kubelet certificate: %v", err)
	}
	for _, name := range []string{"127.0.0.1", "localhost"} {
		if _, err := server.Verify(x509.VerifyOptions{Roots: roots, DNSName: name}); err != nil {
			t.Errorf("server certificate for %s: %v", name, err)
		}
	}
	admin := leaf(t, files.Admin)
	clients := []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}
	users := map[string]bool{}
	for _, pair := range []Pair{files.Admin, files.KubeletClient, files.Controllers, files.Scheduler, files.Kwok} {
		user := leaf(t, pair)
		if _, err := user.Verify(x509.VerifyOptions{Roots: roots, KeyUsages: clients}); err != nil {
			t.Errorf("client certificate %s: %v", pair.Cert, err)
		}
		users[user.Subject.CommonName] = true
	}
	if len(users) != 5 {
		t.Errorf("audit logs could not tell users apart: %v", users)
	}
	if got := admin.Subject.Organization; len(got) != 1 || got[0] != "system:masters" {
		t.Errorf("admin groups = %v", got)
	}
	if _, err := server.Verify(x509.VerifyOptions{Roots: roots, KeyUsages: clients}); err == nil {
		t.Error("the server certificate must not work for a client")
	}
}

func TestFilesAreForTheOwnerOnly(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "pki")
	if _, err := EnsureCluster(dir); err != nil {
		t.Fatal(err)
	}
	if _, err := EnsureStore(filepath.Join(dir, "store")); err != nil {
		t.Fatal(err)
	}
	err := filepath.Walk(dir, func(path string, info os.FileInfo, err error) error {
		if err == nil && info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s has mode %v", path, info.Mode())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestExistingFilesAreKeptAndMissingOnesReplaceAll(t *testing.T) {
	dir := t.TempDir()
	files, err := EnsureCluster(dir)
	if err != nil {
		t.Fatal(err)
	}
	first := leaf(t, files.Server)
	if _, err := EnsureCluster(dir); err != nil {
		t.Fatal(err)
	}
	if !leaf(t, files.Server).Equal(first) {
		t.Error("the second call replaced the certificate")
	}
	if err := os.Remove(files.Admin.Key); err != nil {
		t.Fatal(err)
	}
	if _, err := EnsureCluster(dir); err != nil {
		t.Fatal(err)
	}
	if _, err := leaf(t, files.Admin).Verify(x509.VerifyOptions{
		Roots: pool(t, files.CA), KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
	}); err != nil {
		t.Errorf("after the repair: %v", err)
	}
}

func TestClustersDoNotTrustEachOther(t *testing.T) {
	a, err := EnsureCluster(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	b, err := EnsureCluster(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := leaf(t, b.Server).Verify(x509.VerifyOptions{Roots: pool(t, a.CA)}); err == nil {
		t.Error("the authority of one cluster vouches for another cluster")
	}
}

func TestMainChecksItsArguments(t *testing.T) {
	if got := Main([]string{"pki"}); got != 2 {
		t.Errorf("without --dir: exit status %d", got)
	}
}

func pool(t *testing.T, file string) *x509.CertPool {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(data) {
		t.Fatalf("%s holds no certificate", file)
	}
	return roots
}

func leaf(t *testing.T, files Pair) *x509.Certificate {
	t.Helper()
	loaded, err := tls.LoadX509KeyPair(files.Cert, files.Key)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(loaded.Certificate[0])
	if err != nil {
		t.Fatal(err)
	}
	return cert
}
