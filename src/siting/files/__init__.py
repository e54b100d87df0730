"""Text files taken apart with care: sizes checked, every complaint with its line."""
