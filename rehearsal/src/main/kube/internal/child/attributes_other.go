//go:build unix && !linux

package child

import "syscall"

// attributes gives a child its own process group, so that Ctrl-C reaches this
// process only and the children end in order.
func attributes() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true}
}
