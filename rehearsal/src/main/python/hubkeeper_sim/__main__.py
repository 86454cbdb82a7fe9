"""Starts the simulated AWS: python -m hubkeeper_sim --port 0 --ready-file FILE."""

import argparse
from pathlib import Path

from .clock import DEFAULT_FACTOR
from .names.dns_server import DnsServer
from .names.proxy import Proxy
from .server import Application, serve


def main() -> None:
    """Reads the command line and serves."""
    options = _parser().parse_args()
    dns, proxy = DnsServer(), Proxy()

    def load() -> Application:
        from .application import build

        return build(options.latency_ms, options.seed_time_factor, options.state_dir, dns, proxy)

    ports = {"dns": dns.port, "proxy": proxy.port}
    serve(load, options.port, options.ready_file, options.exit_on_stdin_eof, ports)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="hubkeeper_sim", description="A simulated AWS on loopback.")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--ready-file", type=Path, help="gets all ports and the pid as JSON once requests are served")
    parser.add_argument(
        "--seed-time-factor",
        type=_factor,
        default=DEFAULT_FACTOR,
        metavar="N",
        help="AWS's own durations (a snapshot takes 120 s) pass N times faster; default %(default)s",
    )
    parser.add_argument("--latency-ms", type=_latency, default=(0.0, 0.0), metavar="MIN-MAX", help="0 turns it off")
    parser.add_argument("--state-dir", type=Path, help="keeps the request log there as requests.jsonl")
    parser.add_argument("--exit-on-stdin-eof", action="store_true", help="ends when standard input closes")
    return parser


def _latency(text: str) -> tuple[float, float]:
    low, _, high = text.partition("-")
    seconds = float(low) / 1000, float(high or low) / 1000
    if not 0 <= seconds[0] <= seconds[1]:
        raise argparse.ArgumentTypeError("a range such as 50-200, or 0")
    return seconds


def _factor(text: str) -> float:
    factor = float(text)
    if factor <= 0:
        raise argparse.ArgumentTypeError("a positive number")
    return factor


if __name__ == "__main__":
    main()
