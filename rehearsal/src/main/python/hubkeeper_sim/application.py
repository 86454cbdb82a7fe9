"""Joins the admin interface and the simulated AWS."""

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from .admin import PREFIX, Admin
from .calls import Environ
from .clock import TIMELINE
from .eks import register as register_eks
from .names.dns_server import DnsServer
from .names.proxy import Proxy
from .names.resolver import Resolver
from .rules import install
from .server import Application
from .simulator import Simulator, send


def build(
    latency: tuple[float, float], factor: float, state_dir: Path | None, dns: DnsServer, proxy: Proxy
) -> Application:
    """The whole application, with moto's models made strict."""
    os.environ.setdefault("MOTO_EC2_LOAD_DEFAULT_AMIS", "false")
    os.environ.setdefault("MOTO_IAM_LOAD_MANAGED_POLICIES", "true")
    # moto would put it above the account of each caller
    os.environ.pop("MOTO_ACCOUNT_ID", None)
    install()
    register_eks()
    TIMELINE.factor = factor
    simulator = Simulator(latency, state_dir)
    admin = Admin(simulator)
    resolver = Resolver(simulator, simulator.balancers, simulator.elsewhere)
    dns.serve(resolver)
    proxy.serve(resolver, simulator.balancers)

    def application(environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ["PATH_INFO"].startswith(PREFIX):
            return send(admin.answer(environ), start_response)
        return simulator(environ, start_response)

    return application
