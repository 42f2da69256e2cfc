"""Parts of pages that are kept as HTML, each under all that it shows."""

from jinja2 import Environment
from jinja2.filters import do_mark_safe

from app.cache import WeightedCache

MAX_CHARACTERS = 16_000_000
"""Of all fragments in memory: some twenty fleets of 500 environments."""


class Fragments:
    """
    Fragments of pages, rendered once for the same template and the same values.

    A template is rendered with these values and nothing else: a name that is not among them is an error. So what is
    kept can never say anything else than what would be rendered now. The values compare by what they hold: frozen
    dataclasses, tuples, texts and numbers.
    """

    def __init__(self, jinja: Environment) -> None:
        self._jinja = jinja
        self._kept: WeightedCache[tuple[str, tuple[tuple[str, object], ...]], str] = WeightedCache(
            MAX_CHARACTERS, len
        )

    def html(self, template: str, /, **values: object) -> str:
        """The fragment as HTML; the templates call it `kept`."""
        key = (template, tuple(values.items()))
        html = self._kept.get(key)
        if html is None:
            html = do_mark_safe(self._jinja.get_template(template).render(values))
            self._kept.put(key, html)
        return html
