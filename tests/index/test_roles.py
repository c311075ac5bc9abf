import re

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
        ("Kata Ketua DPR Hj Puan Maharani, sidang usai.", ("puan-maharani", "Ketua DPR")),
        ("Ketua Dewan (DPR) Puan Maharani datang.", ("puan-maharani", "Ketua Dewan (DPR)")),
        ("Menurut psikolog anak Puan Maharani, itu benar.", ("puan-maharani", "psikolog anak")),
        ("Kata Ketua DPR , Puan Maharani, sidang usai.", ("puan-maharani", "Ketua DPR")),
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
        "Kata psikolog Puan Maharani, sidang usai.",
        "Kata psikolog , Puan Maharani, sidang usai.",
        "Hj Puan Maharani hadir.",
        "Presiden. Puan Maharani hadir.",
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


NAMES = ("Puan Maharani", "Ilham Aliyev", "Budi Zarombak", "Zarombak", "Kremlin", "DPR", "Azerbaijan")
BESIDE = ("Presiden", "ketua", "Menteri-menteri", "menteri", "juru bicara", "mantan", "III", "dan", "7")
BESIDE += ("yang juga", "sebagai", "Bapak", "Prof", "Luar-Negeri", "ex-Menteri", "Jum'at", "kata", "rumah")
BESIDE += ("rumah´ketua", "A" * 130)
JOINTS = (" ", " ", " ", ", ", ") ", " (", "/", "-", ". ", "'", "\n", ",", ").")


@settings(deadline=None, max_examples=300)
@given(st.lists(st.sampled_from(NAMES + BESIDE + BESIDE) | st.sampled_from(JOINTS), max_size=20).map("".join))
def test_no_role_is_lost_where_none_is_looked_for(finder: ActorFinder, roles: RoleFinder, body: str) -> None:
    found = finder.find("", body)
    everywhere = roles.find(body, found.actors, found.named)
    assert roles.find(body, found.actors, found.named, found.sides) == everywhere


def test_sides_are_those_of_people_beside_an_office(finder: ActorFinder) -> None:
    body = "Kemarin hujan turun. Lalu Budi Zarombak pulang. Presiden Budi Zarombak pergi ke Bandung."
    sides = finder.find("", body).sides
    assert body.index("Presiden Budi") + len("Presiden ") in sides
    assert set(sides) <= {match.start() for match in re.finditer("Budi", body)}
