"""Commands of the spine."""
