"""
The map as a page and map.json show it: the drawing of a comparison with words and addresses, as plain values.

    view.py      puts the bands of a drawing under each other and makes the view
    marks.py     makes the marks: cards, capsules and chips
    elements.py  the marks and the lines, and their JSON
    values.py    the other plain values, and the JSON of all
    words.py     the texts of the map
"""
