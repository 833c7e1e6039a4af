"""Filters that every template of every app knows without loading them."""
