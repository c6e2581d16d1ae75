"""意见征集: what is asked, who answers until when, and what was made of it."""
