"""Listed forms as one regular expression."""

import re

from index.lang.patterns import any_of


def test_the_longest_form_is_read_and_none_is_a_pattern() -> None:
    pattern = re.compile(any_of(["sep", "a.n", "sept"]))
    assert pattern.findall("sept sep a.n axn") == ["sept", "sep", "a.n"]
    assert any_of(["b", "a"]) == any_of(["a", "b"]), "the order of a table makes no difference"
