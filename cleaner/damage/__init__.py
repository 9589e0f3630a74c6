"""What is known about damage to Chinese web pages: forward models, readings, character scores.

Pure functions of text. The repairs in `cleaner.steps` propose, run the model forward, and accept
what gives the damaged text back.
"""
