"""The way from a portal's home page to its annual-report columns.

``leads`` reads from a page where the columns may be, ``evidence`` weighs what a
page that was reached shows, and ``search`` walks from one to the next, the most
promising first.
"""
