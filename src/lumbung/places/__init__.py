"""Regions, their names and how they changed."""
