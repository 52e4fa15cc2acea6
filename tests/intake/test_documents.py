"""JSON and TOML: cleaned, bounded, refused by file and row."""

import pytest

from beredd.intake import FileRefused, read_json, read_toml


def test_texts_are_cleaned_and_impossible_numbers_are_nothing():
    raw = b'{"a": "Torget \\ud83d", "o\\u0308": [1e999, NaN, 1' + b"0" * 30 + b', true, "x\\u0000y"]}'
    assert read_json(raw, name="x") == {"a": "Torget ", "ö": [None, None, None, True, "xy"]}


@pytest.mark.parametrize("raw", [b'{"a": 1}\n{"a": 2}\n', b'\x1e{"a": 1}\n\x1e{"a": 2}\n'])
def test_one_value_a_line_is_a_list_where_that_is_asked_for(raw):
    assert read_json(raw, name="x", lines=True) == [{"a": 1}, {"a": 2}]
    with pytest.raises(FileRefused, match="row 2: found no JSON"):
        read_json(raw, name="x")


def test_a_line_that_is_nested_too_deep_is_refused_like_a_file():
    with pytest.raises(FileRefused, match="found no JSON"):
        read_json(b"{}\n" + b"[" * 100_000, name="x", lines=True)


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b'{"a":\n', "row 2: found no JSON"),
        (b"[" * 100_000, "nested too deep"),
        (b"[" + b"9" * 5000 + b"]", "numbers too long"),
        ('{"a": "ö"}'.encode("cp1252")[:-1], "found no JSON"),
    ],
)
def test_broken_json_is_one_sentence(raw, says):
    with pytest.raises(FileRefused, match=says):
        read_json(raw, name="x.json")


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"a = ", "found no TOML"),
        (b"a = " + b"9" * 5000, "numbers too long"),
        (b"a = " + b"[" * 5000, "no TOML|nested too deep"),
        (b'a = "\xe5"', "letters that are not UTF-8"),
        (b"# 811218-9876\na = 1", "row 1: found what looks like a personal identity number"),
    ],
)
def test_broken_toml_is_one_sentence(raw, says):
    with pytest.raises(FileRefused, match=says):
        read_toml(raw, name="x.toml")


def test_a_mark_before_toml_is_passed_over():
    assert read_toml(b"\xef\xbb\xbfa = 1", name="x") == {"a": 1}
