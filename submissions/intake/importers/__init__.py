"""Files that bring in what was said elsewhere: one module reads a kind of file, ``rows`` understands a row."""
