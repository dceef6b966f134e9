"""A webhook speaks TLS only with who can prove its name."""

import datetime as dt
import ipaddress
import ssl
import threading
from http.server import ThreadingHTTPServer

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from guanxi.platform.facts.webhooks.sending import NotHeard, send
from guanxi.platform.facts.webhooks.tests.listening import Listener


def certificate(folder):
    """The file of a certificate that nobody but its holder has signed, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    here = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(here), critical=False)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    traditional = serialization.PrivateFormat.TraditionalOpenSSL
    held = key.private_bytes(serialization.Encoding.PEM, traditional, plain)
    path = folder / "both.pem"
    path.write_bytes(held + made.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture
def unproved(tmp_path, settings):
    settings.WEBHOOK_NETWORKS = ["127.0.0.0/8"]
    Listener.heard, Listener.answers = [], []
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate(tmp_path))
    server = ThreadingHTTPServer(("127.0.0.1", 0), Listener)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"https://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()


def test_an_unproved_certificate_is_told_nothing(unproved):
    with pytest.raises(NotHeard, match="CERTIFICATE_VERIFY_FAILED"):
        send(unproved, b"{}", {})
    assert Listener.heard == []
