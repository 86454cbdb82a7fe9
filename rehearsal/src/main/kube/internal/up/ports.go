//go:build unix

package up

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/sys/unix"
)

// ports holds free loopback ports until this process ends.
//
// Each is bound but never listens; the children bind it again, which etcd and
// the API server can do (SO_REUSEPORT). So no other process gets the port
// between its choice and its use, however long a child takes to start.
type ports struct {
	mutex   sync.Mutex
	sockets []int
}

func (p *ports) reserve() (int, error) {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_STREAM, 0)
	if err != nil {
		return 0, fmt.Errorf("reserve a port: %w", err)
	}
	p.mutex.Lock()
	p.sockets = append(p.sockets, fd)
	p.mutex.Unlock()
	unix.CloseOnExec(fd)
	if err := unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_REUSEPORT, 1); err != nil {
		return 0, fmt.Errorf("reserve a port: %w", err)
	}
	if err := unix.Bind(fd, &unix.SockaddrInet4{Addr: [4]byte{127, 0, 0, 1}}); err != nil {
		return 0, fmt.Errorf("reserve a port: %w", err)
	}
	name, err := unix.Getsockname(fd)
	if err != nil {
		return 0, fmt.Errorf("reserve a port: %w", err)
	}
	return name.(*unix.SockaddrInet4).Port, nil
}

func (p *ports) release() {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	for _, fd := range p.sockets {
		unix.Close(fd)
	}
}

// keptPort returns the port that the file names if it is still free, else
// another one, which is written there: nodes keep the port of their kubelet when
// the world is started again.
func keptPort(file string) (int, error) {
	if data, err := os.ReadFile(file); err == nil {
		if port, err := strconv.Atoi(strings.TrimSpace(string(data))); err == nil {
			if port, err = linger(port); err == nil {
				return port, nil
			}
		}
	}
	port, err := linger(0)
	if err != nil {
		return 0, err
	}
	return port, writeFile(file, fmt.Appendln(nil, port))
}

// linger finds a port for a child that cannot share it, or tries the one given.
// A connection that the port's side closed first keeps the kernel from handing
// the port out for half a minute or longer, while a server may bind it.
func linger(port int) (int, error) {
	listener, err := net.Listen("tcp4", "127.0.0.1:"+strconv.Itoa(port))
	if err != nil {
		return 0, err
	}
	defer listener.Close()
	client, err := net.Dial("tcp4", listener.Addr().String())
	if err != nil {
		return 0, err
	}
	defer client.Close()
	server, err := listener.Accept()
	if err != nil {
		return 0, err
	}
	if err := server.Close(); err != nil {
		return 0, err
	}
	// The end of the stream says that the port's side was first.
	if _, err := client.Read(make([]byte, 1)); !errors.Is(err, io.EOF) {
		return 0, fmt.Errorf("reserve port %d: %v", port, err)
	}
	return listener.Addr().(*net.TCPAddr).Port, nil
}

// lock keeps a second process out of dir until the file is closed.
func lock(dir string) (*os.File, error) {
	file, err := os.OpenFile(filepath.Join(dir, "lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	if err := unix.Flock(int(file.Fd()), unix.LOCK_EX|unix.LOCK_NB); err != nil {
		file.Close()
		if errors.Is(err, unix.EWOULDBLOCK) {
			return nil, fmt.Errorf("%s is in use by another process", dir)
		}
		return nil, fmt.Errorf("lock %s: %w", dir, err)
	}
	return file, nil
}
