import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.actors import ActorFinder
from index.roles import RoleFinder


@pytest.fixture(scope="module")
def finder() -> ActorFinder:
    return ActorFinder.load()


@pytest.fixture(scope="module")
def roles() -> RoleFinder:
    return RoleFinder.load()


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Presiden Azerbaijan, Ilham Aliyev, berpidato.", ("ilham-aliyev", "Presiden Azerbaijan")),
        ("Kata Ketua DPR Puan Maharani, sidang usai.", ("puan-maharani", "Ketua DPR")),
        ("Menurut juru bicara Kremlin Dmitry Peskov, itu benar.", ("dmitry-peskov", "juru bicara Kremlin")),
        ("Ilham Aliyev, Presiden Azerbaijan, berpidato.", ("ilham-aliyev", "Presiden Azerbaijan")),
        ("Retno Marsudi (Menteri Luar Negeri) hadir.", ("retno-marsudi", "Menteri Luar Negeri")),
        ("Mantan Wakil Presiden Jusuf Kalla datang.", ("jusuf-kalla", "Mantan Wakil Presiden")),
    ],
)
def test_a_role_is_read_with_its_evidence(
    finder: ActorFinder, roles: RoleFinder, body: str, expected: tuple[str, str]
) -> None:
    found = finder.find("", body)
    told = roles.find(body, found.actors, found.mentions)
    assert [(role.actor_id, role.text) for role in told] == [expected]
    assert body[told[0].start : told[0].end] == told[0].text


@pytest.mark.parametrize(
    "body",
    [
        "Kata Puan Maharani, sidang usai.",
        "Presiden datang. Ilham Aliyev berpidato.",
        "Vladimir Putin, yang sakit, tidak hadir.",
        "Warga, Joko Widodo, tidak hadir.",
    ],
)
def test_no_role_is_made_up(finder: ActorFinder, roles: RoleFinder, body: str) -> None:
    found = finder.find("", body)
    assert roles.find(body, found.actors, found.mentions) == ()


def test_the_role_of_one_is_not_the_next_ones(finder: ActorFinder, roles: RoleFinder) -> None:
    body = "Perdana Menteri Armenia Nikol Pashinyan dan Presiden Rusia Vladimir Putin menjamu Joko Widodo."
    found = finder.find("", body)
    assert [(role.actor_id, role.text) for role in roles.find(body, found.actors, found.mentions)] == [
        ("nikol-pashinyan", "Perdana Menteri Armenia"),
        ("vladimir-putin", "Presiden Rusia"),
    ]


@settings(deadline=None)
@given(st.text(alphabet="PresidnKtua Joko Widodo,()-. \n", max_size=80))
def test_any_text_is_answered(finder: ActorFinder, roles: RoleFinder, body: str) -> None:
    found = finder.find("", body)
    for role in roles.find(body, found.actors, found.mentions):
        assert body[role.start : role.end] == role.text
