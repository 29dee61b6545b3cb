"""Coming in by the account of one's institution, against a provider on this machine."""

import time

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from tests.access.accounts.conftest import code_for
from tests.access.accounts.provider import CLIENT, SECRET, Provider, serving

from ruta.access.accounts import oidc, provider
from ruta.access.accounts.administration import NotAllowed
from ruta.access.backend import database_now
from ruta.access.people import User

pytestmark = pytest.mark.django_db
BACK = "/entrar/institucion/vuelta/"


@pytest.fixture
def institution(real, tmp_path):
    """The provider of Ana's institution, where she is known by a subject set beforehand."""
    secret = tmp_path / "secret"
    secret.write_text(f"{SECRET}\n")
    with serving() as serving_provider:
        real.RUTA_OIDC_ISSUER = serving_provider.issuer
        real.RUTA_OIDC_CLIENT = CLIENT
        real.RUTA_OIDC_SECRET_FILE = str(secret)
        yield serving_provider


@pytest.fixture
def linked(ana, institution, administrator, real) -> User:
    """Ana, linked; one proof is enough in these tests unless they say otherwise."""
    real.RUTA_SECOND_FACTOR = "off"
    provider.link(
        person=ana, issuer=institution.issuer, subject="subject-1", by=administrator,
        now=database_now(),
    )  # fmt: skip
    return ana


def leave(client, *, next_: str = "/mi-dia/") -> str:
    """Where the browser is sent."""
    page = client.post("/entrar/institucion/", {"next": next_})
    assert page.status_code == 200
    return str(page.context["where"])


def come_back(client, institution: Provider, **changes):
    query = institution.authorize(leave(client))
    return client.get(BACK, {**query, **changes})


def inside(client) -> bool:
    return "_auth_user_id" in client.session


def test_whoever_is_linked_comes_in(browser, institution, linked):
    page = come_back(browser, institution)

    assert page.status_code == 200
    assert page.context["going"] == "/mi-dia/"
    assert browser.session["_auth_user_id"] == str(linked.pk)


def test_nobody_is_added_for_an_unknown_subject(browser, institution, linked):
    institution.subject = "subject-2"
    before = User.objects.count()

    assert come_back(browser, institution).status_code == 422
    assert User.objects.count() == before
    assert not inside(browser)


def test_the_second_step_is_asked_for_all_the_same(browser, institution, linked, real, application):
    real.RUTA_SECOND_FACTOR = "required"

    page = come_back(browser, institution)

    assert "Confirma que eres tú" in page.content.decode()
    assert not inside(browser)
    assert browser.post("/entrar/segundo-paso/", {"code": code_for(application)}).status_code == 302


def test_a_closed_account_does_not_come_in(browser, institution, linked):
    User.objects.filter(pk=linked.pk).update(is_active=False)

    assert come_back(browser, institution).status_code == 422


@pytest.mark.parametrize(
    "lies",
    [
        {"aud": "another-client"},
        {"aud": [CLIENT, "another-client"]},
        {"aud": [CLIENT, "another-client"], "azp": "another-client"},
        {"iss": "https://another.example"},
        {"exp": 1_000_000_000},
        {"iat": 4_000_000_000},
        {"nonce": "another"},
        {"nonce": None},
        {"sub": None},
        {"exp": None},
    ],
    ids=str,
)
def test_a_token_that_does_not_fit_proves_nobody(browser, institution, linked, lies):
    institution.lies = lies

    assert come_back(browser, institution).status_code == 422
    assert not inside(browser)


@pytest.mark.parametrize("algorithm", ["none", "HS256"])
def test_a_token_signed_with_nothing_or_with_the_secret_proves_nobody(
    browser, institution, linked, algorithm
):
    institution.algorithm = algorithm

    assert come_back(browser, institution).status_code == 422


def test_a_token_signed_by_another_key_proves_nobody(browser, institution, linked):
    institution.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)

    assert come_back(browser, institution).status_code == 422


def test_a_key_the_provider_does_not_show_proves_nobody(browser, institution, linked):
    institution.kid = "key-2"

    assert come_back(browser, institution).status_code == 422


@pytest.mark.parametrize(
    "changes",
    [{"state": "another"}, {"code": "another"}, {"error": "denied"}, {"iss": "https://x.example"}],
    ids=str,
)
def test_another_errand_is_refused(browser, institution, linked, changes):
    assert come_back(browser, institution, **changes).status_code == 422
    assert not inside(browser)


def test_an_errand_of_one_browser_is_nothing_in_another(browser, institution, linked, client):
    query = institution.authorize(leave(browser))

    assert client.get(BACK, query, HTTP_HOST="localhost").status_code == 422


def test_coming_back_twice_is_refused(browser, institution, linked):
    query = institution.authorize(leave(browser))
    assert browser.get(BACK, query).status_code == 200
    browser.post("/salir/")

    assert browser.get(BACK, query).status_code == 422
    assert not inside(browser)


def test_a_code_without_its_verifier_is_refused(institution, linked):
    errand, other = oidc.Errand.new(), oidc.Errand.new()
    query = institution.authorize(oidc.address(errand, back="http://localhost/x"))
    stolen = oidc.Errand(errand.state, errand.nonce, other.verifier)

    with pytest.raises(oidc.ProviderRefused):
        oidc.subject(stolen, query, back="http://localhost/x", now=database_now())


def test_another_issuer_than_the_one_configured_is_refused(institution, linked, real):
    real.RUTA_OIDC_ISSUER = institution.issuer.replace("127.0.0.1", "localhost")

    with pytest.raises(oidc.ProviderRefused, match="another issuer"):
        oidc.discover()


def test_an_address_without_tls_is_never_asked(real):
    real.RUTA_OIDC_ISSUER = "http://provider.example"

    with pytest.raises(oidc.ProviderRefused, match="https"):
        oidc.discover()


def test_times_are_held_against_the_databases_clock(institution, linked):
    errand = oidc.Errand.new()
    query = institution.authorize(oidc.address(errand, back="http://localhost/x"))
    later = database_now().fromtimestamp(time.time() + 3600, tz=database_now().tzinfo)

    with pytest.raises(oidc.ProviderRefused, match="another time"):
        oidc.subject(errand, query, back="http://localhost/x", now=later)


def test_a_provider_that_does_not_answer_is_said_plainly(browser, real, institution):
    real.RUTA_OIDC_ISSUER = f"{institution.issuer}/nothing"

    page = browser.post("/entrar/institucion/")

    assert page.status_code == 503
    assert "Tu institución no responde" in page.content.decode()


def test_without_a_provider_its_pages_do_not_exist(browser, real):
    assert browser.post("/entrar/institucion/").status_code == 404
    assert browser.get(BACK).status_code == 404
    assert "institucion" not in browser.get("/entrar/").content.decode()


def test_only_an_administrator_links_and_never_their_own_account(
    ana, coordinator, administrator, institution
):
    for by, person in ((coordinator, ana), (administrator, administrator)):
        with pytest.raises(NotAllowed):
            provider.link(
                person=person, issuer=institution.issuer, subject="s", by=by, now=database_now()
            )


def test_going_elsewhere_keeps_to_our_own_addresses(browser, institution, linked):
    query = institution.authorize(leave(browser, next_="https://another.example/"))

    assert browser.get(BACK, query).context["going"] == "/mi-dia/"
