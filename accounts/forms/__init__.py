"""Forms of the account pages. Passwords may be pasted and are never sent back; the rest that was typed is."""
