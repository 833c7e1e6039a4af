"""The API: what programs do for residents, by the same actions as the pages.

It owns the addresses below /api/v1/, their shapes, and which POST has been carried out already.
It never decides what may be done, shows no row as it is stored, and takes no session of a browser.
"""
