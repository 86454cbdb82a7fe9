// Package child runs programs that must not outlive this process.
package child

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"time"
)

// Spec says what to start.
type Spec struct {
	Name string // for messages
	Path string
	Args []string // without the program's name
	Env  []string // in addition to the environment of this process
	Log  string   // file that receives both outputs; it is truncated
}

// Child is a started program.
type Child struct {
	Spec
	Done <-chan struct{} // closed after the program has ended

	process *os.Process
	state   *os.ProcessState // valid after Done
}

type request struct {
	cmd  *exec.Cmd
	done chan error
}

var (
	starterOnce sync.Once
	starter     chan request
)

// Start starts the program and watches it.
func Start(spec Spec) (*Child, error) {
	starterOnce.Do(func() {
		starter = make(chan request)
		go serveStarts()
	})
	log, err := os.OpenFile(spec.Log, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return nil, err
	}
	defer log.Close()
	cmd := exec.Command(spec.Path, spec.Args...)
	cmd.Env = append(os.Environ(), spec.Env...)
	cmd.Stdout, cmd.Stderr = log, log
	cmd.SysProcAttr = attributes()
	r := request{cmd, make(chan error)}
	starter <- r
	if err := <-r.done; err != nil {
		return nil, err
	}
	done := make(chan struct{})
	c := &Child{Spec: spec, Done: done, process: cmd.Process}
	go func() {
		// The state tells how the program ended; the error repeats it.
		_ = cmd.Wait()
		c.state = cmd.ProcessState
		close(done)
	}()
	return c, nil
}

// serveStarts keeps its thread for ever: the kernel sends the parent-death
// signal when the thread that started the child ends, not only when the process
// does.
func serveStarts() {
	runtime.LockOSThread()
	for r := range starter {
		r.done <- r.cmd.Start()
	}
}

// PID is the process id.
func (c *Child) PID() int { return c.process.Pid }

// How describes the end of the program; call it after Done only.
func (c *Child) How() string {
	if c.state == nil {
		return "unknown"
	}
	return c.state.String()
}

// Stop ends the children side by side: SIGTERM first, SIGKILL after the grace.
func Stop(grace time.Duration, children ...*Child) {
	for _, c := range children {
		_ = c.process.Signal(syscall.SIGTERM) // it may have ended already
	}
	deadline := time.After(grace)
	expired := false
	for _, c := range children {
		if !expired {
			select {
			case <-c.Done:
				continue
			case <-deadline:
				expired = true
			}
		}
		_ = c.process.Kill()
		<-c.Done
	}
}

// tailBytes bounds what Tail reads: component logs can be long.
const tailBytes = 16 << 10

// Tail returns at most the last n lines of a log.
func Tail(file string, n int) string {
	f, err := os.Open(file)
	if err != nil {
		return err.Error()
	}
	defer f.Close()
	cut := false
	if info, err := f.Stat(); err == nil && info.Size() > tailBytes {
		_, err = f.Seek(-tailBytes, io.SeekEnd)
		cut = err == nil
	}
	data, err := io.ReadAll(f)
	if err != nil {
		return err.Error()
	}
	lines := strings.Split(string(bytes.TrimRight(data, "\n")), "\n")
	if cut && len(lines) > 1 {
		lines = lines[1:]
	}
	return strings.Join(lines[max(0, len(lines)-n):], "\n")
}
