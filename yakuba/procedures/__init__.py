"""The definition language: one YAML text says everything in which one procedure differs from another.

It owns the models of a definition, the ten field kinds with every rendition, the one form, and the published versions.
It never acts on a section of a definition: who charges, reviews, decides or sends reads it from above.
"""
