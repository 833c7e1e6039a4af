"""Migrations of the definition language."""
