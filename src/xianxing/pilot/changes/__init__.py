"""Changes of a running project that its institution tells before they go live (5.2.1)."""
