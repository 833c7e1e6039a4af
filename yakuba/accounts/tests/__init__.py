"""Tests of people, organisation and sign-in."""
