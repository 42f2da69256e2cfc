"""
The gates of squashes, held against real Django.

    code       a project in the stages of a squash's life
    drawn      random projects, and environments at different places of it
"""
