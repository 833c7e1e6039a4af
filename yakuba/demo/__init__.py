"""The demo: fills five sample towns with invented people, so that anybody can try every screen.

It owns no table; towns, people and cases stand in YAML and are made by the same actions as real ones.
It never runs in a real town and never pretends to be an official service.
"""
