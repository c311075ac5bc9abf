"""What the words beside a name tell of it."""

import pytest

from index.actors import ActorFinder


@pytest.fixture(scope="module")
def finder() -> ActorFinder:
    return ActorFinder.load()


def named(finder: ActorFinder, body: str) -> list[str]:
    """The mentions as "kind: words"."""
    found = finder.find("", body)
    kinds = {actor.id: actor.kind for actor in found.actors}
    return [f"{kinds[one.actor_id]}: {body[one.start : one.end]}" for one in found.named]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Kemarin ia pergi ke Zarombak.", ["place: Zarombak"]),
        ("Rumahnya di dekat Zarombak roboh.", ["place: Zarombak"]),
        ("Ia duduk di dekat Budi Zarombak.", ["person: Budi Zarombak"]),
        ("Kata orang dekat Zarombak itu, hujan.", ["person: Zarombak"]),
        ("Kepala desa Budi Zarombak hadir.", ["person: Budi Zarombak"]),
        ("Warga desa Budi Zarombak hadir.", ["place: Budi Zarombak"]),
        ("Kepala desa Zarombak hadir.", ["place: Zarombak"]),
        ("Kata Zarombak, hujan.", ["person: Zarombak"]),
        ("Zarombak mengatakan itu.", ["person: Zarombak"]),
        ("Sejak lama maskapai Zarombak merugi.", ["organisation: Zarombak"]),
        ("Lalu Zarombak, sebuah partai baru, menang.", ["organisation: Zarombak"]),
        ("Lalu Zarombak, kota kecil itu, sepi.", ["place: Zarombak"]),
        ("Lalu Zarombak, pelatih baru, datang.", ["person: Zarombak"]),
        ("Banyak spesies Zarombak punah.", []),
        ("Ia terbang dari Zarombak dan Bandung.", ["place: Zarombak", "place: Bandung"]),
        ("Ia melihat Bandung dan Zarombak.", ["place: Bandung", "place: Zarombak"]),
        ("Ia makan di Pasar Cikapundung, Zarombak.", ["place: Pasar Cikapundung", "place: Zarombak"]),
        ("Ia melihat Zarombak, Bandung.", ["place: Zarombak", "place: Bandung"]),
        ("Kata ZRBK, hujan.", ["organisation: ZRBK"]),
        ("Ada surat keterangan (ZRBK) baru.", []),
        ("Ia membeli ZaromBak kemarin.", ["organisation: ZaromBak"]),
        ("Direktur ZaromPay datang.", ["organisation: ZaromPay"]),
        ("Kata Zarombak Airlines, hujan.", ["organisation: Zarombak Airlines"]),
        ("Lewat Zarombak Airlines, ia terbang.", ["organisation: Zarombak Airlines"]),
        ("Lewat Zarombak Park ia jalan.", ["place: Zarombak Park"]),
        ("Ia menang di Zarombak Open.", []),
        ("Ia bertemu Zarombak (45) kemarin.", ["person: Zarombak"]),
        ("Ia datang bersama Zarombak kemarin.", ["person: Zarombak"]),
        ("Ia menonton Piala Dunia. Undang-Undang Penyiaran dibahas.", []),
        ("Pada Senin dan Januari ia libur.", []),
        ("Motor ZX-25 dan F-1 laku.", []),
        ("KABAR BURUK SEKALI HARI INI", []),
        ("Abu Gunung Merapi turun.", ["place: Gunung Merapi"]),
        ("Budi mengatakan itu.", ["person: Budi"]),
        ("Menurut kompas.com dan Zarom.com, hujan.", ["organisation: Zarom.com"]),
    ],
)
def test_kinds(finder: ActorFinder, body: str, expected: list[str]) -> None:
    assert named(finder, body) == expected


@pytest.mark.parametrize(
    ("body", "ids"),
    [
        ("Liverpool kalah. Ia terbang ke Liverpool.", ["liverpool-fc", "liverpool-kota"]),
        ("Ia terbang ke Jordan.", ["yordania"]),
        ("Kata Jordan Zarelman, hujan.", ["jordan-zarelman"]),
        ("Kata Bush, perang usai.", ["george-w-bush"]),
        ("Bali United menang. Bali panas.", ["bali-united", "bali"]),
        ("Antara keduanya ada selisih.", []),
        ("Antara melaporkan itu. Menurut kantor berita Antara, hujan.", ["antara"]),
        ("Antara mengatakan itu.", ["antara"]),
        ("HARGA NAIK DI INDONESIA", ["indonesia"]),
        ("Pada Mei ia pergi.", []),
        ("Ia berbahasa Armenia dan menukar dolar Singapura.", []),
        ("Ia menonton Liga Inggris di Inggris.", ["inggris"]),
    ],
)
def test_ambiguous_names_are_told_by_their_neighbours(finder: ActorFinder, body: str, ids: list[str]) -> None:
    assert [actor.id for actor in finder.find("", body).actors] == ids


@pytest.mark.parametrize(
    ("body", "ids"),
    [
        ("Menurut Wulan Zahrela, hujan. Besok Zahrela pergi.", ["wulan-zahrela"]),
        ("Menurut Wulan Zahrela, hujan. Zahrela tidak pergi.", ["wulan-zahrela"]),
        ("Komisi Sungai Nasional (KSNX) rapat. Lalu KSNX bubar.", ["komisi-sungai-nasional"]),
        ("Kota itu sepi. Ia pergi ke Zarombak. Lalu Zarombak hujan.", ["zarombak-tempat"]),
    ],
)
def test_a_short_form_is_whom_the_article_named(finder: ActorFinder, body: str, ids: list[str]) -> None:
    assert [actor.id for actor in finder.find("", body).actors] == ids


def test_a_country_as_an_attribute_can_be_told_apart(finder: ActorFinder) -> None:
    body = "Pasukan Armenia menyerang. Warga mengungsi ke Armenia dan Iran. Di kota Ganja, Azerbaijan, sepi."
    found = finder.find("", body)
    assert [body[one.start : one.end] for one in found.attributes] == ["Armenia"]
    assert found.attributes[0].start == body.index("Armenia")
    assert sorted(found.named, key=lambda one: one.start) == list(found.named)
    assert set(found.named) == {*found.mentions, *found.attributes} > set(found.mentions)
