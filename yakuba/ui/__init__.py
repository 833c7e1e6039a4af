"""The look of every page: base templates, components, tokens, scripts and the template tags that fill them.

It owns the HTML skeletons, the CSS and the small scripts, and the gallery at /ui/ that shows each component in each state.
It never reads or writes a row and knows no procedure, no case and no person.
"""
