package child

import "syscall"

// attributes gives a child its own process group, so that Ctrl-C reaches this
// process only and the children end in order, and has the kernel kill it when
// this process dies without stopping it.
func attributes() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}
