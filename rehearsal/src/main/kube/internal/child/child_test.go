package child

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestEndOfAChildIsReported(t *testing.T) {
	c := start(t, "echo first; echo last; exit 3")
	<-c.Done
	if got := c.How(); got != "exit status 3" {
		t.Errorf("How() = %q", got)
	}
	if got := Tail(c.Log, 1); got != "last" {
		t.Errorf("Tail = %q", got)
	}
}

func TestStopTerminatesThenKills(t *testing.T) {
	polite := start(t, "sleep 60 & trap 'kill $!; exit 0' TERM; echo up; wait")
	stubborn := start(t, "trap '' TERM; echo up; while :; do sleep 0.05; done")
	for _, c := range []*Child{polite, stubborn} {
		for Tail(c.Log, 1) != "up" {
			time.Sleep(5 * time.Millisecond)
		}
	}
	begin := time.Now()
	Stop(300*time.Millisecond, stubborn, polite)
	if took := time.Since(begin); took < 300*time.Millisecond || took > 3*time.Second {
		t.Errorf("Stop took %v", took)
	}
	if got := polite.How(); got != "exit status 0" {
		t.Errorf("polite: %s", got)
	}
	if got := stubborn.How(); got != "signal: killed" {
		t.Errorf("stubborn: %s", got)
	}
}

func TestTailBoundsLongLogs(t *testing.T) {
	file := filepath.Join(t.TempDir(), "log")
	if err := os.WriteFile(file, []byte(strings.Repeat("line\n", 10_000)+"end\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := Tail(file, 3); got != "line\nline\nend" {
		t.Errorf("Tail = %q", got)
	}
	if got := Tail(file, 1_000_000); len(got) > tailBytes || !strings.HasPrefix(got, "line\n") {
		t.Errorf("Tail of everything has %d bytes", len(got))
	}
}

func start(t *testing.T, script string) *Child {
	t.Helper()
	c, err := Start(Spec{
		Name: "test", Path: "/bin/sh", Args: []string{"-c", script}, Log: filepath.Join(t.TempDir(), "log"),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { Stop(0, c) })
	return c
}
