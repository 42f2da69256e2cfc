"""
The map as a page and map.json show it: the drawing of a comparison with words and addresses, as plain values.

    view.py      puts the bands of a drawing under each other and makes the view
    marks.py     makes the marks: cards, capsules and chips
    values.py    the plain values, and their JSON
    words.py     the texts of the map
    svg_path.py  a line with rounded corners as the path of an SVG
"""
