"""Design system: base templates, tokens, components, icons and what renders them. The lowest layer of the house."""
