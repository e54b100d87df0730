"""What answers are worth and what they owe, by theme, in plain arithmetic."""
