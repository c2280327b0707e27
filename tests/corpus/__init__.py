"""The golden corpus: made-up reports in every form and layout, with every figure known beforehand.

``python -m tests.corpus`` reads all of it and prints how many cells come out
right; the tests run a part. Sentences and figures are nianbao's own, drawn from
fixed seeds; nothing is taken from a real report.
"""
