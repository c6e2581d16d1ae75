"""Who works in a committee or street office, what they do, and how they are reached, as far as they agree."""
