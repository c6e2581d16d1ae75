"""What may be stored: every file is judged by its content, never by its name or by what the browser says."""
