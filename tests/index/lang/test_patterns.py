"""Listed forms as one regular expression."""

import re

from hypothesis import given
from hypothesis import strategies as st

from index.lang.patterns import any_of


def test_the_longest_form_is_read_and_none_is_a_pattern() -> None:
    pattern = re.compile(any_of(["sep", "a.n", "sept"]))
    assert pattern.findall("sept sep a.n axn") == ["sept", "sep", "a.n"]
    assert any_of(["b", "a"]) == any_of(["a", "b"]), "the order of a table makes no difference"


@given(
    st.lists(st.text("ab.|(", min_size=1, max_size=4), min_size=1, max_size=6), st.text("ab.|(", max_size=9)
)
def test_forms_that_share_letters_are_read_like_a_list_of_them(forms: list[str], text: str) -> None:
    plain = "|".join(map(re.escape, sorted(forms, key=len, reverse=True)))
    for behind in ("", "a", "$"):
        found = [match.span() for match in re.finditer(any_of(forms) + behind, text)]
        assert found == [match.span() for match in re.finditer(f"(?:{plain}){behind}", text)]
