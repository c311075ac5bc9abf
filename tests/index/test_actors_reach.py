"""How far names go, seen through the finder: every case is one phenomenon of Indonesian news."""

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
        ("Ia bekerja di Dinas Pendidikan Kota Bandung.", ["organisation: Dinas Pendidikan Kota Bandung"]),
        (
            "Menurut Badan Pengawas Sampah dan Limbah, air keruh.",
            ["organisation: Badan Pengawas Sampah dan Limbah"],
        ),
        ("Saham PT Torabika Unggul Tbk naik.", ["organisation: PT Torabika Unggul Tbk"]),
        ("Ia memimpin PT Pertamina (Persero) sejak lama.", ["organisation: PT Pertamina (Persero)"]),
        ("Gugatan ke Komisi Sungai Nasional (KSN) ditolak.", ["organisation: Komisi Sungai Nasional (KSN)"]),
        (
            "Polres Garut dan Polsek Muara Teduh siaga.",
            ["organisation: Polres Garut", "organisation: Polsek Muara Teduh"],
        ),
        (
            "Angkatan Darat dan Angkatan Laut berlatih.",
            ["organisation: Angkatan Darat", "organisation: Angkatan Laut"],
        ),
        ("Kata anggota Fraksi Partai Golkar itu.", ["organisation: Partai Golkar"]),
        ("Rapat Komisi III DPR usai.", ["organisation: DPR"]),
        (
            "Fakultas Hukum Universitas Indonesia penuh.",
            ["organisation: Fakultas Hukum", "organisation: Universitas Indonesia"],
        ),
        ("Murid SD Negeri 3 libur.", ["organisation: SD Negeri 3"]),
        ("Badan itu tutup. Badan ini buka.", []),
        ("Siswa di Kabinet. Tim menang.", []),
    ],
)
def test_organisations(finder: ActorFinder, body: str, expected: list[str]) -> None:
    assert named(finder, body) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Macet di Jalan Kamboja Raya nomor 7.", ["place: Jalan Kamboja Raya"]),
        ("Macet di Jl. Kenari, Bandung.", ["place: Jl. Kenari", "place: Bandung"]),
        ("Longsor di Desa Sukamaju Kecamatan Cibeber.", ["place: Desa Sukamaju", "place: Kecamatan Cibeber"]),
        ("Rapat di gedung DPR batal.", ["place: gedung DPR"]),
        ("Ia tinggal di Terminal 3 sejak pagi.", ["place: Terminal 3"]),
        ("Di Selat Bar al-Hamra kapal berhenti.", ["place: Selat Bar al-Hamra"]),
        ("Makan di restoran Sate-sate Ceria.", ["place: restoran Sate-sate Ceria"]),
        ("Warga Gaza utara mengungsi.", ["place: Gaza utara"]),
        ("Laga di Gaza City batal.", ["place: Gaza City"]),
        ("Ia duduk di Stasiun. Kota ramai.", []),
        ("Makan di Rumah Makan Sedap Rasa.", ["place: Rumah Makan Sedap Rasa"]),
    ],
)
def test_places(finder: ActorFinder, body: str, expected: list[str]) -> None:
    assert named(finder, body) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Kata M. Zulkarbela, harga naik.", ["person: M. Zulkarbela"]),
        ("Kata Zulkarbela bin Qosim, harga naik.", ["person: Zulkarbela bin Qosim"]),
        ("Kata Dao-ming Zhirel, harga naik.", ["person: Dao-ming Zhirel"]),
        (
            "Direktur Utama PT Torabika Unggul Siti Zahrela hadir.",
            ["organisation: PT Torabika Unggul", "person: Siti Zahrela"],
        ),
        ("Kepala Desa Sukamaju Budi Zahrela hadir.", ["place: Desa Sukamaju", "person: Budi Zahrela"]),
        ("Kapolsek Wringinpetung AKP Budi Zahrela hadir.", ["place: Wringinpetung", "person: Budi Zahrela"]),
        ("Menteri Keuangan dan Perdagangan Wulan Zahrela hadir.", ["person: Wulan Zahrela"]),
        ("Menurut Zahrela Selasa pagi, hujan.", ["person: Zahrela"]),
        ("Kata Ny Siti Boediono, hujan.", ["person: Siti Boediono"]),
        ("Kata Zahrela MS Zulkarbela, hujan.", ["person: Zahrela MS Zulkarbela"]),
    ],
)
def test_people(finder: ActorFinder, body: str, expected: list[str]) -> None:
    assert named(finder, body) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Maskapai Indonesia Airlines terbang.", ["organisation: Indonesia Airlines"]),
        ("Laga di Samsung Arena seru.", ["place: Samsung Arena"]),
        ("Bos Samsung Group datang.", ["organisation: Samsung Group"]),
        ("Siaran Samsung TV terganggu.", ["organisation: Samsung TV"]),
        ("Harga Zahrela Inc. naik.", ["organisation: Zahrela Inc."]),
        ("Kementerian Pertahanan RI diam.", ["organisation: Kementerian Pertahanan RI"]),
    ],
)
def test_longer_names_than_the_curated(finder: ActorFinder, body: str, expected: list[str]) -> None:
    assert named(finder, body) == expected


def test_a_longer_name_of_one_body_is_that_body(finder: ActorFinder) -> None:
    assert [actor.id for actor in finder.find("", "Bos Samsung Group datang.").actors] == ["samsung"]


def test_a_region_with_its_head_is_the_region(finder: ActorFinder) -> None:
    assert [actor.id for actor in finder.find("", "Hujan di Kabupaten Garut dan Garut.").actors] == ["garut"]
