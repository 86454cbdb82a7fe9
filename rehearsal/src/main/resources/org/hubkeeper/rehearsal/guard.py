"""Runs a command that must not outlive whoever started it.

    python3 guard.py [--pid-file FILE] [--grace SECONDS] -- COMMAND...

Whoever starts the guard holds its standard input open. When that ends, also because the holder was
killed, the command's process group gets SIGTERM and, some seconds later, SIGKILL. The command's own
standard input stays open exactly as long as the guard lives, and on Linux the kernel kills the
command when the guard dies.
"""

import argparse
import os
import signal
import subprocess
import sys
import threading
import time

PR_SET_PDEATHSIG = 1


def main() -> int:
    """Runs the command to its end and returns its exit status."""
    parser = argparse.ArgumentParser(prog="guard.py")
    parser.add_argument("--pid-file", help="gets the command's process id")
    parser.add_argument("--grace", type=float, default=3.0, help="seconds between SIGTERM and SIGKILL")
    parser.add_argument("command", nargs="+")
    options = parser.parse_args()

    ended = threading.Event()
    # Handlers, not SIG_IGN, because the command would inherit that. A terminal's Ctrl-C and hang-up
    # reach the guard too, but it is the holder who decides.
    for ignored in (signal.SIGINT, signal.SIGHUP):
        signal.signal(ignored, lambda *_: None)
    signal.signal(signal.SIGTERM, lambda *_: ended.set())
    threading.Thread(target=_read_to_end, args=(ended,), daemon=True).start()

    child = subprocess.Popen(
        options.command, stdin=subprocess.PIPE, start_new_session=True, preexec_fn=_die_with(os.getpid())
    )
    if options.pid_file:
        _write(options.pid_file, f"{child.pid}\n")
    threading.Thread(target=_wait_for, args=(child, ended), daemon=True).start()
    ended.wait()
    return _end(child, options.grace)


def _read_to_end(ended: threading.Event) -> None:
    while os.read(0, 4096):
        pass
    ended.set()


def _wait_for(child: "subprocess.Popen[bytes]", ended: threading.Event) -> None:
    child.wait()
    ended.set()


def _end(child: "subprocess.Popen[bytes]", grace: float) -> int:
    """Ends what is left of the command and of what it started."""
    deadline = time.monotonic() + grace
    if child.poll() is None:
        _signal_group(child.pid, signal.SIGTERM)
    while child.poll() is None and time.monotonic() < deadline:
        time.sleep(0.02)
    _signal_group(child.pid, signal.SIGKILL)
    status = child.wait()
    return status if status >= 0 else 128 - status


def _signal_group(group: int, number: int) -> None:
    try:
        os.killpg(group, number)
    except (ProcessLookupError, PermissionError):  # nobody is left; macOS says so by EPERM
        pass


def _die_with(parent: int):
    """What the command's process does before it becomes the command."""
    if not sys.platform.startswith("linux"):
        return None
    import ctypes

    libc = ctypes.CDLL(None)

    def set_up() -> None:
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it died in between
            os._exit(1)

    return set_up


def _write(file: str, text: str) -> None:
    partial = f"{file}.part"
    with open(partial, "w", encoding="utf-8") as out:
        out.write(text)
    os.replace(partial, file)


if __name__ == "__main__":
    sys.exit(main())
