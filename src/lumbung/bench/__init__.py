"""Lumbung measured against what else there is: how right, how fast, with how much memory."""
