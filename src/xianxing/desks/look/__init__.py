"""The design system: frame, components, styles and small scripts. No page of its own beyond errors."""
