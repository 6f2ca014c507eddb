"""XXH64, the checksum of Karapace's backups: as of all bytes so far, while more are added.

Source: the xxHash specification, "XXH64 algorithm description", with the seed 0.
"""

from __future__ import annotations

import struct

_ONES = 0xFFFFFFFFFFFFFFFF
_PRIMES = (0x9E3779B185EBCA87, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x85EBCA77C2B2AE63, 0x27D4EB2F165667C5)
_STRIPE = struct.Struct("<4Q")
_START = ((_PRIMES[0] + _PRIMES[1]) & _ONES, _PRIMES[1], 0, -_PRIMES[0] & _ONES)


class Checksum:
    """Add bytes with `update`; `digest` is the checksum of all bytes so far, eight of them, the highest first."""

    def __init__(self) -> None:
        self._lanes = list(_START)
        self._rest = b""
        self._length = 0

    def update(self, raw: bytes) -> None:
        """Add bytes."""
        self._length += len(raw)
        raw = self._rest + raw
        whole = len(raw) - len(raw) % _STRIPE.size
        self._rest = raw[whole:]
        first, second, ones = _PRIMES[0], _PRIMES[1], _ONES
        one, two, three, four = self._lanes
        for a, b, c, d in _STRIPE.iter_unpack(raw[:whole]):
            one = (one + a * second) & ones
            one = ((one << 31 | one >> 33) & ones) * first & ones
            two = (two + b * second) & ones
            two = ((two << 31 | two >> 33) & ones) * first & ones
            three = (three + c * second) & ones
            three = ((three << 31 | three >> 33) & ones) * first & ones
            four = (four + d * second) & ones
            four = ((four << 31 | four >> 33) & ones) * first & ones
        self._lanes = [one, two, three, four]

    def digest(self) -> bytes:
        """The checksum so far."""
        found = self._converged() if self._length >= _STRIPE.size else _PRIMES[4]
        found = _with_rest((found + self._length) & _ONES, self._rest)
        for shift, prime in ((33, _PRIMES[1]), (29, _PRIMES[2])):
            found = (found ^ found >> shift) * prime & _ONES
        return (found ^ found >> 32).to_bytes(8, "big")

    def _converged(self) -> int:
        found = sum(_turned(lane, bits) for lane, bits in zip(self._lanes, (1, 7, 12, 18), strict=True)) & _ONES
        for lane in self._lanes:
            found = ((found ^ _mixed(lane)) * _PRIMES[0] + _PRIMES[3]) & _ONES
        return found


def checksum_of(raw: bytes) -> bytes:
    """The checksum of some bytes."""
    checksum = Checksum()
    checksum.update(raw)
    return checksum.digest()


def _with_rest(found: int, rest: bytes) -> int:
    """Mix in what is no whole stripe: eight bytes at a time, then four, then one."""
    at = 0
    while len(rest) - at >= 8:  # noqa: PLR2004 - a word
        found ^= _mixed(int.from_bytes(rest[at : at + 8], "little"))
        found = (_turned(found, 27) * _PRIMES[0] + _PRIMES[3]) & _ONES
        at += 8
    if len(rest) - at >= 4:  # noqa: PLR2004 - half a word
        found ^= int.from_bytes(rest[at : at + 4], "little") * _PRIMES[0] & _ONES
        found = (_turned(found, 23) * _PRIMES[1] + _PRIMES[2]) & _ONES
        at += 4
    for byte in rest[at:]:
        found = _turned(found ^ byte * _PRIMES[4] & _ONES, 11) * _PRIMES[0] & _ONES
    return found


def _mixed(lane: int) -> int:
    return _turned(lane * _PRIMES[1] & _ONES, 31) * _PRIMES[0] & _ONES


def _turned(word: int, bits: int) -> int:
    return (word << bits | word >> 64 - bits) & _ONES
