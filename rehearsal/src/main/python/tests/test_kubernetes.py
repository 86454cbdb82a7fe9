"""Creating a PersistentVolume by HTTPS with a client certificate, as the API server of a cluster wants it."""

import datetime
import ipaddress
import json
import ssl
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from hubkeeper_sim.kubernetes import KubernetesClusters

CLAIM = {"namespace": "ds100", "name": "claim-u001"}


def _certificate(directory: Path) -> tuple[str, str]:
    """A self-signed certificate of 127.0.0.1 that both sides use, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.timezone.utc)
    address = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(now).not_valid_after(now + datetime.timedelta(hours=1))
    builder = builder.add_extension(address, False).add_extension(x509.BasicConstraints(True, None), True)
    certificate = builder.sign(key, hashes.SHA256())
    cert_file, key_file = directory / "cert.pem", directory / "key.pem"
    cert_file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    encoded = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    key_file.write_bytes(encoded)
    return str(cert_file), str(key_file)


class Server:
    """An HTTPS server that demands a client certificate."""

    def __init__(self, cert_file: str, key_file: str, status: int) -> None:
        posted: list[Any] = []

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                posted.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                self.send_response(status)
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                pass

        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(cert_file, key_file)
        context.load_verify_locations(cert_file)
        context.verify_mode = ssl.CERT_REQUIRED
        self.posted = posted
        self.http = HTTPServer(("127.0.0.1", 0), Handler)
        self.http.socket = context.wrap_socket(self.http.socket, server_side=True)
        threading.Thread(target=self.http.serve_forever, daemon=True).start()


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
    """The files that a cluster is registered with."""
    cert_file, key_file = _certificate(tmp_path)
    return {"caFile": cert_file, "certFile": cert_file, "keyFile": key_file}


@pytest.fixture(params=[201, 409])
def server(request: pytest.FixtureRequest, files: dict[str, str]) -> Iterator[tuple[Server, int]]:
    """A server and the status that it answers."""
    made = Server(files["certFile"], files["keyFile"], request.param)
    yield made, request.param
    made.http.shutdown()


def test_create_by_https(server: tuple[Server, int], files: dict[str, str]) -> None:
    made, status = server
    clusters = KubernetesClusters()
    clusters.register({"lab": {"endpoint": f"https://127.0.0.1:{made.http.server_port}", **files}})
    create = lambda: clusters.create_persistent_volume("lab", "pv-1", "vol-1", CLAIM)  # noqa: E731
    if status == 201:
        create()
    else:
        with pytest.raises(RuntimeError, match="answered 409"):
            create()
    assert made.posted[0]["spec"]["csi"]["volumeHandle"] == "vol-1"


def test_an_unknown_cluster() -> None:
    with pytest.raises(LookupError, match="no API server registered"):
        KubernetesClusters().create_persistent_volume("lab", "pv-1", "vol-1", CLAIM)
