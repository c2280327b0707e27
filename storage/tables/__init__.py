"""The tables of the log, one module a group: plain functions that take the open log first.

A row comes back as a dict by column name: days and times as text, JSON columns
decoded. A function that writes several rows writes all of them or none.
"""
