"""Decodes what strangers send, only ever inside the child process that isolation.py starts."""
