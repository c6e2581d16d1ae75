"""What the site's inspection looks at in pages: the columns' clocks, guides, links, and messages that
wait."""
