"""Tables under test: structure found by words, levels and numbers; every sum and percentage judged."""
