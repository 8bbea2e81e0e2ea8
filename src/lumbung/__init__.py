"""Lumbung: the cooperative register that can prove its numbers."""
