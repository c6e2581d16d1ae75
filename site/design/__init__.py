"""Design system: base templates, tokens, components, icons and what renders them; the lowest layer."""
