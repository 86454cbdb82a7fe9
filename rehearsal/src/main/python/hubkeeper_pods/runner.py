"""The pod runner: programs for the pods of several clusters."""

import argparse
import json
import logging
import os
import signal
import sys
import threading
from pathlib import Path

from .api import Access
from .cluster import ClusterPods
from .settings import Settings


def main(arguments: list[str]) -> None:
    """Runs until it is told to end."""
    options = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s", stream=sys.stderr)
    settings = Settings(
        options.simulator.rstrip("/"), options.dir.resolve(), options.kube, options.registry, options.idle_seconds
    )
    settings.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    if options.exit_on_stdin_eof:
        threading.Thread(target=_read_to_end, args=(ended,), daemon=True).start()
    clusters = [ClusterPods(name, access, settings) for name, access in options.cluster]
    for cluster in clusters:
        cluster.start()
    threading.Thread(target=_announce, args=(clusters, options.ready_file), daemon=True).start()
    ended.wait()
    for cluster in clusters:
        cluster.stop()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="hubkeeper_pods", description="Programs behind the pods of a rehearsal.")
    parser.add_argument(
        "--cluster",
        type=_cluster,
        action="append",
        required=True,
        metavar="NAME=ENDPOINT,CA,CERT,KEY",
        help="an API server, with the files of a client certificate that may do what kubelets do",
    )
    parser.add_argument("--simulator", required=True, metavar="URL", help="the simulated AWS")
    parser.add_argument("--dir", type=Path, required=True, help="keeps the pods' files, volumes and logs")
    parser.add_argument("--kube", default="", metavar="PROGRAM", help="has the real registry and scheduler")
    parser.add_argument("--registry", default="", metavar="HOST:PORT", help="the registry that plays docker.io")
    parser.add_argument("--idle-seconds", type=float, default=600.0, help="after which an autoscaler removes a node")
    parser.add_argument("--ready-file", type=Path, help="gets the process id as JSON once the clusters are watched")
    parser.add_argument("--exit-on-stdin-eof", action="store_true", help="ends when standard input closes")
    return parser


def _cluster(text: str) -> tuple[str, Access]:
    name, _, rest = text.partition("=")
    parts = rest.split(",")
    if not name or len(parts) != 4:
        raise argparse.ArgumentTypeError("NAME=ENDPOINT,CA,CERT,KEY")
    return name, Access(parts[0], parts[1], parts[2], parts[3])


def _announce(clusters: list[ClusterPods], ready_file: Path | None) -> None:
    for cluster in clusters:
        cluster.await_listed()
    line = json.dumps({"pid": os.getpid()})
    if ready_file is not None:
        partial = ready_file.with_name(f"{ready_file.name}.{os.getpid()}.part")
        partial.write_text(line + "\n", encoding="utf-8")
        partial.replace(ready_file)
    print(line, flush=True)


def _read_to_end(ended: threading.Event) -> None:
    while sys.stdin.buffer.read(4096):
        pass
    ended.set()
