from pathlib import Path

from index.lang.language import Language, fingerprint


def test_everything_is_loaded_and_works_together() -> None:
    language = Language.load()
    assert [token.text for token in language.analyzer.forms("Hujan turun.")] == ["hujan", "turun"]
    assert language.sentences.spans("Hujan. Panas.") == [(0, 6), (7, 13)]
    assert language.abbreviations.expansions(["BIN"])[0].added == (("Badan", "Intelijen", "Negara"),)
    assert language.analyzer.root("BIN") != language.analyzer.root("bin")
    assert language.stop_words.weight("yang") < 1
    assert language.questions.asked(["kapan"]) is not None
    assert language.speller([("provinsi", 9)]).suggest("propinsi") == "provinsi"
    assert len(language.fingerprint) == 16


def test_mined_abbreviations_are_known_besides_the_table() -> None:
    language = Language.load()
    miner = language.miner()
    miner.add("a1", "oleh Badan Kopi Nusantara (BKOPN) dan Badan Kopi Olahan Pedas Nusantara (BKOPN)")
    richer = language.with_mined(miner.meanings())
    assert richer.abbreviations.expansions(["BKOPN"]) and not language.abbreviations.expansions(["BKOPN"])
    assert richer.abbreviations.expansions(["Menlu"])
    assert richer.fingerprint == language.fingerprint


def test_loading_twice_gives_the_same_fingerprint() -> None:
    assert Language.load().fingerprint == Language.load().fingerprint


def test_the_fingerprint_follows_data_names_and_rules(tmp_path: Path) -> None:
    table = tmp_path / "a.tsv"
    table.write_text("x\n", encoding="utf-8")
    first = fingerprint(tmp_path)
    assert fingerprint(tmp_path) == first
    assert fingerprint(tmp_path, version=10**6) != first
    table.write_text("y\n", encoding="utf-8")
    second = fingerprint(tmp_path)
    table.rename(tmp_path / "b.tsv")
    assert len({first, second, fingerprint(tmp_path)}) == 3
