"""Addresses of databases: read, made, and never repeated in an error."""

import pytest

from ruta.postgres import address


def test_a_url_becomes_djangos_settings() -> None:
    settings = address.parse("postgresql://ruta_web:s%40l@db.local:6432/ruta?sslmode=require")

    assert settings == {
        "NAME": "ruta",
        "USER": "ruta_web",
        "PASSWORD": "s@l",
        "HOST": "db.local",
        "PORT": "6432",
        "OPTIONS": {"sslmode": "require"},
    }


def test_a_socket_folder_survives_the_round_trip() -> None:
    made = address.url(dbname="ruta", user="ruta_web", host="/a folder/s", port=5432)

    assert address.parse(made)["HOST"] == "/a folder/s"


def test_another_role_keeps_server_and_options() -> None:
    owner = "postgresql://boss:secret@db.local:6432/ruta?sslmode=require"

    web = address.parse(address.with_user(owner, user="ruta_web", password="p/w"))

    assert (web["USER"], web["PASSWORD"], web["HOST"]) == ("ruta_web", "p/w", "db.local")
    assert web["OPTIONS"] == {"sslmode": "require"}


def test_an_unreadable_address_is_refused_without_repeating_it() -> None:
    with pytest.raises(address.AddressRefused) as refused:
        address.parse("postgresql://user:hunter2@host:notaport:1/x y=")

    assert "hunter2" not in str(refused.value)
