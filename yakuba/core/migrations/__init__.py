"""Migrations of the spine."""
