"""The pieces pages are made of: tokens, clock strip, timeline, forms."""
