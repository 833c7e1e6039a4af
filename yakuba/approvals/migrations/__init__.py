"""Migrations of the app `approvals`."""
