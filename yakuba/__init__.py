"""Yakuba (役場): one program that a Japanese town hall runs to serve its residents."""

__version__ = "0.1.0"
