"""Tests of keeping and disposing."""
