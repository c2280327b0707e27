"""The tables of the log, one module a group: plain functions that take the open log first, and the records they give.

Every query of the house stands here. What comes back is a frozen record that
travels whole: days as dates, times as stamps, JSON columns decoded. A function
that writes several rows writes all of them or none.
"""
