"""Forms that anybody may send: how often, and by whom they count."""
