"""
The preview picture of a pinned page: a PNG of 1200 × 630 pixels, which a chat shows beside a link.

    picture      what it says: verdict, sentence, diagram, strip or grid, facts
    grid         the top left of a table of signs, and which of it there is room for
    composition  where each of these stands
    font         the fonts that it is set in, and how wide their letters are
    palette      the rules and colours of the pages' own sheets, with the values of light pages
    png          the picture as an image
    kept         pictures that were drawn before

The fonts come as packages, Inter and JetBrains Mono (both under the SIL Open Font License). They have Latin, Greek and
Cyrillic letters; of others a picture shows a mark, and says that the page has them.
"""

from app.web.pictures.grid import Grid, GridColumn, Sign
from app.web.pictures.kept import kept_png
from app.web.pictures.picture import Bar, Picture
from app.web.pictures.png import PNG_SIZE

__all__ = ["PNG_SIZE", "Bar", "Grid", "GridColumn", "Picture", "Sign", "kept_png"]
