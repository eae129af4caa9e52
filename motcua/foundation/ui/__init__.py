"""What every page is made of: templates, components, forms, charts, and the words for states."""
