"""Files and papers: every upload passes one gate here, and every notice becomes a PDF here.

This app owns files (sealed with their matter's key), documents (one row per paper, with its number), fonts and
the typst templates.
It never decides anything about a matter, never sends anything to anybody, and never serves a file to be shown in a page.
"""
