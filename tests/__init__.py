"""Tests about the whole: rules of the repository, stories of people, pages in a real browser."""
