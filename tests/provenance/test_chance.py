import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numba import njit

from beredd.provenance import below, below_plain, philox, philox_plain, threshold

words = st.integers(0, 2**32 - 1)


@njit
def _philox(c0, c1, c2, c3, k0, k1):
    return philox(c0, c1, c2, c3, k0, k1)


@njit
def _below(word, n):
    return below(word, n)


def test_philox_gives_the_published_words():
    # Random123 known-answer vectors for philox4x32-10 (Salmon et al. 2011).
    assert philox_plain(0, 0, 0, 0, 0, 0) == (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)
    ones = 0xFFFFFFFF
    assert philox_plain(ones, ones, ones, ones, ones, ones) == (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)


@given(words, words, words, words, words, words)
def test_kernel_and_plain_philox_agree(c0, c1, c2, c3, k0, k1):
    assert tuple(int(w) for w in _philox(c0, c1, c2, c3, k0, k1)) == philox_plain(c0, c1, c2, c3, k0, k1)


@given(words, st.integers(1, 2**32))
def test_below_stays_below_and_agrees(word, n):
    assert 0 <= below_plain(word, n) < n
    assert int(_below(np.uint32(word), n)) == below_plain(word, n)


def test_threshold_covers_never_and_always():
    assert threshold(0.0) == 0
    assert threshold(1.0) == 2**32
