"""Trials: shows that the program is fast and survives, always on a town of its own that is thrown away afterwards.

It owns no table: it founds an invented town in a folder and a database of its own, serves it on loopback and asks it as
residents do. It never touches the data, the keys or the database of the installation that it is started in.
"""
