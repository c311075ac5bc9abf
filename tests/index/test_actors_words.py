from index.actors_words import Words


def test_words_keep_apostrophes_and_addresses() -> None:
    assert Words("Ma'ruf membaca Kompas.com, lalu tidur.").words == [
        "Ma'ruf",
        "membaca",
        "Kompas.com",
        "lalu",
        "tidur",
    ]


def test_gaps_and_sentences() -> None:
    words = Words('Hujan. "Ya," kata Ani')
    assert [words.starts_sentence(number) for number in range(4)] == [True, True, True, False]
    assert words.gap(0) == words.gap(9) == "\n"
    assert (words.before(0), words.at(9), words.is_capital(9)) == ("", "", False)


def test_glued_words_are_parted_where_somebody_says_so() -> None:
    text = "AcehMuzakir tiba"
    assert Words(text).words == ["AcehMuzakir", "tiba"]
    parted = Words(text, lambda left, right: left == "Aceh")
    assert parted.words == ["Aceh", "Muzakir", "tiba"]
    assert [text[start:end] for start, end in zip(parted.starts, parted.ends, strict=True)] == parted.words


def test_a_wall_of_letters_is_one_word() -> None:
    assert len(Words("abcD" * 50_000, lambda left, right: True)) == 1
