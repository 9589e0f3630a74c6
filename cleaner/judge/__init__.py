"""Fitted judges: what they look at, how a fitted model is evaluated, and how the choice is made. Pure."""
