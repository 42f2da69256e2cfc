"""
The map as a page and map.json show it: the drawing of a comparison with words and addresses, as plain values.

    view.py      puts the bands of a drawing under each other and makes the view
    marks.py     makes the marks: cards, capsules and chips
    elements.py  the marks and the lines, and their JSON
    values.py    the other plain values, and the JSON of all
    legend.py    every sign that is drawn
    bars.py      the apps that have no lane
    pairs.py     the findings on a narrow screen
    overview.py  the whole release in the small
    words.py     the texts of the map
"""
