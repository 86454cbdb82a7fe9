"""Starts one program for one pod."""

import argparse
import importlib
import logging
import os
import signal
import sys
import threading
from pathlib import Path

from .given import Given

#: Programs by the names that the charts use.
PROGRAMS = {
    "autoscaler": "autoscaler",
    "device-plugin": "device_plugin",
    "grafana": "grafana",
    "hub": "hub",
    "ingress": "ingress",
    "prometheus": "prometheus",
    "proxy": "proxy",
    "registry": "registry",
    "user-scheduler": "user_scheduler",
    "velero": "velero",
}
_PR_SET_PDEATHSIG = 1


def main(arguments: list[str]) -> None:
    """Runs the program until its pod ends."""
    parser = argparse.ArgumentParser(prog="hubkeeper_pods")
    parser.add_argument("program", choices=sorted(PROGRAMS))
    parser.add_argument("--dir", type=Path, required=True, help="what the pod's spec gives it")
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(message)s", stream=sys.stderr)
    _die_with_parent()
    module = importlib.import_module(f"hubkeeper_pods.programs.{PROGRAMS[options.program]}")
    module.run(Given(options.dir))


def _die_with_parent() -> None:
    """However the runner ends, its programs end too; also those that become another program."""
    if sys.platform.startswith("linux"):
        import ctypes

        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    threading.Thread(target=_exit_on_eof, daemon=True).start()


def _exit_on_eof() -> None:
    while os.read(0, 4096):
        pass
    os._exit(0)
