"""A PNG, read with the standard library: its size, and whether a colour is on it."""

import struct
import zlib


def size_of(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def colours_of(png: bytes) -> set[tuple[int, int, int]]:
    """The colours of an image with 8 bits and four channels, the only kind that pictures are."""
    width, height = size_of(png)
    assert png[24:26] == b"\x08\x06"
    data, at = b"", 8
    while at < len(png):
        length, kind = struct.unpack(">I4s", png[at : at + 8])
        if kind == b"IDAT":
            data += png[at + 8 : at + 8 + length]
        at += 12 + length
    raw = zlib.decompress(data)
    colours: set[tuple[int, int, int]] = set()
    above = bytearray(4 * width)
    for row in range(height):
        start = row * (4 * width + 1)
        line = _unfiltered(raw[start], bytearray(raw[start + 1 : start + 1 + 4 * width]), above)
        colours.update(zip(line[0::4], line[1::4], line[2::4], strict=True))
        above = line
    return colours


def _unfiltered(kind: int, line: bytearray, above: bytearray) -> bytearray:
    for index in range(len(line)):
        left = line[index - 4] if index >= 4 else 0
        corner = above[index - 4] if index >= 4 else 0
        up = above[index]
        if kind == 4:
            guess = left + up - corner
            near = [abs(guess - left), abs(guess - up), abs(guess - corner)]
            before = (left, up, corner)[near.index(min(near))]
        else:
            before = (0, left, up, (left + up) // 2)[kind]
        line[index] = (line[index] + before) & 255
    return line
