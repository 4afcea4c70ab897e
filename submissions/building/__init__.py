"""A coordinator's survey: its order, copies of its questions, what answers hold fast, and what is still missing."""
