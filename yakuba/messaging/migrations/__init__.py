"""Migrations of the app `messaging`."""
