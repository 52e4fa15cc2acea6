"""Chance is addressed, not consumed: every random number is a pure function of (seed, stream, entity, counter).

Philox4x32-10 (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3", SC11). Two spellings of one function:
`philox_plain` for reading and for the reference engines, `philox` for kernels. Key = seed; counter = four 32-bit words
that the caller owns. By convention an engine uses (entity, counter, stream, replicate): `stream` is a member of the
engine's own enumeration of causes, so two causes never share a number.

Draws with a distribution are inverse integer tables or `(word * n) >> 32`, never libm, so that machines agree.
"""

import hashlib

import numpy as np
from numba import njit, uint32, uint64

_M0, _M1 = 0xD2511F53, 0xCD9E8D57
_W0, _W1 = 0x9E3779B9, 0xBB67AE85
_MASK = 0xFFFFFFFF

WORD_RANGE = 1 << 32
"""A word is uniform on 0 … WORD_RANGE-1."""


def philox_plain(c0: int, c1: int, c2: int, c3: int, k0: int, k1: int) -> tuple[int, int, int, int]:
    """Four uniform 32-bit words for one counter and key, ten rounds."""
    for _ in range(10):
        p0, p1 = _M0 * c0, _M1 * c2
        c0, c1, c2, c3 = (p1 >> 32) ^ c1 ^ k0, p1 & _MASK, (p0 >> 32) ^ c3 ^ k1, p0 & _MASK
        k0, k1 = (k0 + _W0) & _MASK, (k1 + _W1) & _MASK
    return c0, c1, c2, c3


@njit
def philox(c0, c1, c2, c3, k0, k1):
    """Four uniform uint32 words; the kernels' spelling of `philox_plain`, unrolled by the compiler.

    Arguments are truncated to 32 bits; words come back as uint32. Multiply before use as uint64.
    """
    c0, c1, c2, c3 = uint32(c0), uint32(c1), uint32(c2), uint32(c3)
    k0, k1 = uint32(k0), uint32(k1)
    for _ in range(10):
        p0 = uint64(_M0) * uint64(c0)
        p1 = uint64(_M1) * uint64(c2)
        c0, c1, c2, c3 = (
            uint32(uint32(p1 >> uint64(32)) ^ c1 ^ k0),
            uint32(p1),
            uint32(uint32(p0 >> uint64(32)) ^ c3 ^ k1),
            uint32(p0),
        )
        k0 = uint32(k0 + uint32(_W0))
        k1 = uint32(k1 + uint32(_W1))
    return c0, c1, c2, c3


@njit
def below(word, n):
    """A uniform integer in 0 … n-1 from one uint32 word: (word * n) >> 32. n must be in 1 … 2**32."""
    return np.int64((uint64(word) * uint64(n)) >> uint64(32))


def below_plain(word: int, n: int) -> int:
    """`below` in plain integers."""
    return (word * n) >> 32


def threshold(share: float) -> int:
    """The integer t for which `word < t` happens with probability `share`; a share of 1 gives 2**32 (needs 64 bits)."""
    if not 0.0 <= share <= 1.0:
        raise ValueError(f"A share must lie in 0..1, got {share!r}.")
    return int(np.floor(share * WORD_RANGE))


def entity_of(name: str) -> int:
    """A stable 32-bit number for a named entity (an event id, a resource), for use in a counter."""
    return int.from_bytes(hashlib.blake2s(name.encode(), digest_size=4).digest(), "little")
