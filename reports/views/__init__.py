"""Pages about reports: those that everybody may read, and those of the staff of a consultation."""
