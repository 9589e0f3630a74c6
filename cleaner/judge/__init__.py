"""Fitted judges: what they look at, how a model is evaluated, how the choice is made. Pure."""
