"""Pictures that were drawn before: what one says decides its bytes, so they stay in a cache."""

from app.cache import WeightedCache
from app.web.pictures.picture import Picture
from app.web.pictures.png import png_of

MAX_BYTES = 16_000_000

_pictures: WeightedCache[Picture, bytes] = WeightedCache(MAX_BYTES, len)


def kept_png(picture: Picture) -> bytes:
    """The picture as a PNG, drawn once."""
    png = _pictures.get(picture)
    if png is None:
        png = png_of(picture)
        _pictures.put(picture, png)
    return png
