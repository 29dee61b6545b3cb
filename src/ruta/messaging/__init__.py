"""The gateways by which a text may leave, fixed templates, the safe-channel rule."""
