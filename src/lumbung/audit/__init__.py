"""Who did what, when and why; lines are only added, and sealed."""
