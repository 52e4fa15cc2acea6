"""A file's text: every letter as it was meant, or a refusal that names the row."""

import pytest

from beredd.intake import FileRefused, decode
from beredd.intake.text import clean

SWEDISH = "namn;ort\nTorget;Malmö\nÅsen;Östersund\nÄngen;Växjö\n"


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "latin-1", "mac_roman", "cp850"],
)
@pytest.mark.parametrize("text", [SWEDISH, SWEDISH * 200, "a;b\nÖ;å\n"])
def test_the_same_letters_come_out_of_every_encoding(encoding, text):
    assert decode(text.encode(encoding), name="x.csv") == text


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        ("Åsen\nÄngen\n".encode() + "Café".encode("cp1252"), r"x\.csv, row 3: found bytes that are not UTF-8"),
        ("Malmö\n".encode("cp1252") + "Åsen".encode(), "row 1: found bytes that are not UTF-8"),
        ("ok\nÅsen".encode().decode("cp1252").encode(), "row 2: found 'Ã…', a letter that was saved twice"),
        (b"a\0b", "row 1: found a character that no text has"),
        (b" \n", "found nothing"),
        (b"", "found nothing"),
        (b"\xef\xbb\xbf", "found nothing"),
        (b"\xff\xfea\x00\x00", r"not UTF-16|UTF-16"),
        (b"\x1f\x8bxx", "gzip"),
        (b"PK\x03\x04xx", "a ZIP archive"),
        (b"%PDF-1.7", "PDF"),
        (b"\xd0\xcf\x11\xe0xx", "an old Excel, or one with a password"),
        (b" <!DOCTYPE html><html>", "a web page"),
        (bytes(range(128, 256)), "encoding that cannot be told"),
    ],
)
def test_what_is_no_text_or_of_doubtful_letters_is_refused(raw, says):
    with pytest.raises(FileRefused, match=says):
        decode(raw, name="x.csv")


def test_letters_in_two_parts_are_composed():
    assert decode("Malmo\u0308".encode(), name="x") == "Malmö"


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("rad\x0bett", "rad ett"),  # Word's line break
        ("a\u2028b", "a b"),
        ("a\u200bb\ufeff", "ab"),  # invisible
        ("a\x1b[31mb", "a[31mb"),
        ("Torget \ud83d", "Torget "),  # half an emoji
        ("a\nb\tc", "a\nb\tc"),
    ],
)
def test_what_a_page_or_worksheet_cannot_hold_is_left_out(text, cleaned):
    assert clean(text) == cleaned
