package child

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// parentLog makes the test program a parent that starts one child and waits.
const parentLog = "HUBKEEPER_TEST_PARENT_LOG"

func TestMain(m *testing.M) {
	log := os.Getenv(parentLog)
	if log == "" {
		os.Exit(m.Run())
	}
	c, err := Start(Spec{Name: "test", Path: "/bin/sh", Args: []string{"-c", "echo $$; exec sleep 60"}, Log: log})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	<-c.Done
}

func TestChildDiesWithItsKilledParent(t *testing.T) {
	log := filepath.Join(t.TempDir(), "log")
	parent := exec.Command(os.Args[0])
	parent.Env = append(os.Environ(), parentLog+"="+log)
	if err := parent.Start(); err != nil {
		t.Fatal(err)
	}
	pid := 0
	eventually(t, "the child starts", func() bool {
		data, err := os.ReadFile(log)
		if err != nil || !strings.HasSuffix(string(data), "\n") {
			return false
		}
		pid, err = strconv.Atoi(strings.TrimSpace(string(data)))
		return err == nil
	})
	// Threads of the parent come and go; the child must not end with one of them.
	time.Sleep(200 * time.Millisecond)
	if !running(pid) {
		t.Fatal("the child ended before its parent")
	}
	if err := parent.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = parent.Wait() // reports the kill
	eventually(t, "the child ends", func() bool { return !running(pid) })
}

// running is false for a process that ended and waits for its new parent.
func running(pid int) bool {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return false
	}
	_, rest, _ := strings.Cut(string(data), ") ")
	return !strings.HasPrefix(rest, "Z") && !strings.HasPrefix(rest, "X")
}

func eventually(t *testing.T, what string, condition func() bool) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); !condition(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("not within 10 s: %s", what)
		}
	}
}
