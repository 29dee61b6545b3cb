"""SEC-68 and SEC-69: the settings of an installation, and where Ruta may reach out to."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "ruta"
INSTALLED = {
    "RUTA_HOSTS": "ruta.example",
    "RUTA_SECRET_KEY": "".join(chr(33 + n % 90) for n in range(64)),
}
# Whatever can open a connection to another machine, with the reason why each module may.
NETWORK = frozenset(
    "aiohttp asyncio ftplib http httpx imaplib poplib requests smtplib socket socketserver ssl"
    " telnetlib urllib urllib3 websocket websockets xmlrpc".split()
)
HARMLESS = frozenset({"urllib.parse", "urllib.error"})
MAY_REACH_OUT = {
    "access/accounts/oidc.py": "the provider of identities that the installation names",
    "access/audit/witnesses.py": "the witnesses that the installation names",
    "access/keyd/listener.py": "a Unix socket",
    "access/keys/client.py": "a Unix socket",
    "access/keys/wire.py": "a Unix socket",
    "cli/process/children.py": "loopback, to see whether the pages answer",
}


def checked(**environment: str) -> subprocess.CompletedProcess[str]:
    """Django's own checks of a deployment."""
    known = {name: value for name, value in os.environ.items() if not name.startswith("RUTA_")}
    words = ["-m", "django", "check", "--deploy", "--fail-level", "WARNING"]
    return subprocess.run(
        [sys.executable, *words],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={
            **known,
            **environment,
            "PYTHONPATH": str(ROOT / "src"),
            "DJANGO_SETTINGS_MODULE": "ruta.settings",
        },
    )


@pytest.mark.check("SEC-68")
def test_the_checks_of_a_deployment_find_nothing() -> None:
    done = checked(**INSTALLED)

    assert done.returncode == 0, done.stderr
    assert "no issues (0 silenced)" in done.stdout


def test_the_checks_would_find_a_weak_installation() -> None:
    done = checked(**{**INSTALLED, "RUTA_HTTPS": "no", "RUTA_SECRET_KEY": "short"})

    assert done.returncode != 0
    for weakness in ("W008", "W009", "W016"):
        assert f"security.{weakness}" in done.stderr


SAY = (
    "from ruta import settings; from ruta.cli.web import told;"
    "print(settings.RUTA_HTTPS, told(settings.ALLOWED_HOSTS, https=settings.RUTA_HTTPS))"
)


@pytest.mark.parametrize(
    ("hosts", "https", "said"),
    [
        (None, None, "False ruta web: for 127.0.0.1, localhost, [::1], over plain HTTP"),
        ("", None, "False ruta web: for 127.0.0.1, localhost, [::1], over plain HTTP"),
        ("ruta.example", None, "True ruta web: for ruta.example, over HTTPS only"),
        ("ruta.example", "no", "False ruta web: for ruta.example, over plain HTTP"),
        ("", "yes", "True ruta web: for 127.0.0.1, localhost, [::1], over HTTPS only"),
    ],
)
def test_https_is_for_whoever_names_hosts_and_the_start_says_so(
    hosts: str | None, https: str | None, said: str
) -> None:
    chosen = {"RUTA_HOSTS": hosts, "RUTA_HTTPS": https}
    environment = {name: value for name, value in chosen.items() if value is not None}

    done = subprocess.run(
        [sys.executable, "-c", SAY], capture_output=True, text=True, check=True,
        env={**environment, "PYTHONPATH": str(ROOT / "src")},
    )  # fmt: skip

    assert done.stdout.startswith(said)


@pytest.mark.check("SEC-68")
def test_nothing_of_development_is_installed() -> None:
    assert settings.DEBUG is False
    assert "django.contrib.admin" not in settings.INSTALLED_APPS
    assert settings.SILENCED_SYSTEM_CHECKS == []


@pytest.mark.check("SEC-68")
@pytest.mark.parametrize("address", ["/admin/", "/admin/login/", "/__debug__/", "/accounts/"])
def test_no_door_of_a_framework_is_open(db: None, client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_every_address_is_a_view_of_ours() -> None:
    def views(resolver: URLResolver) -> list[str]:
        found: list[str] = []
        for pattern in resolver.url_patterns:
            if isinstance(pattern, URLPattern):
                found.append(pattern.callback.__module__)
            else:
                found += views(pattern)
        return found

    assert [name for name in views(get_resolver()) if not name.startswith("ruta.")] == []


# --- Outwards -------------------------------------------------------------------------------------


def reaching(source: str) -> set[str]:
    """The modules by which a source could reach another machine."""
    named: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            named |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            named |= {f"{node.module}.{alias.name}" for alias in node.names} | {node.module}
    return {
        name
        for name in named
        if name.split(".")[0] in NETWORK
        and not any(f"{name}.".startswith(f"{each}.") for each in HARMLESS)
        and name != "urllib"
    } | {name for name in named if name.startswith("django.core.mail")}


@pytest.mark.check("SEC-69")
def test_only_listed_modules_can_reach_another_machine() -> None:
    found = {
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        if reaching(path.read_text())
    }

    assert found == set(MAY_REACH_OUT)


@pytest.mark.parametrize(
    "line",
    [
        "import socket",
        "import requests",
        "from urllib.request import urlopen",
        "import http.client",
        "from urllib import request",
        "import smtplib as post",
        "from django.core.mail import send_mail",
    ],
)
def test_the_search_finds_every_way_out(line: str) -> None:
    assert reaching(f"def f():\n    {line}\n")


@pytest.mark.parametrize("line", ["from urllib.parse import quote", "import urllib.error"])
def test_the_search_leaves_what_opens_nothing(line: str) -> None:
    assert not reaching(line)
