"""Counter work: what people bring to the office with a paper, entered by hand and provable."""
