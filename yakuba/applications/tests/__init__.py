"""Tests of applications: their verbs, their lists, their clocks."""
