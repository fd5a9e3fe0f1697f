"""The Deep Learning Course Companion: what the notebooks of course1 … course5 are made of."""
