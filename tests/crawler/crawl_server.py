"""Runs crawls for the tests: loads the crawler once and forks a process for every crawl.

A line of JSON in asks for one ({"arguments", "environment", "output", "before"}); a line out
says its process id, another one its exit status. ``before`` is Python that the child runs first, to break
something. ``crawler.process.start`` starts a fresh interpreter instead; what happens after that is the same.
"""

import json
import os
import sys
from importlib import import_module

from crawler.__main__ import main

# What Scrapy and the log load only when a crawl starts.
for module in (
    *("sqlite_utils", "storage.migrations", "crawler.handlers", "crawler.middlewares"),
    *("scrapy.core.downloader", "scrapy.core.scraper", "scrapy.core.scheduler", "scrapy.pqueues", "scrapy.squeues"),
    *("scrapy.downloadermiddlewares.cookies", "scrapy.downloadermiddlewares.httpcompression", "scrapy.resolver"),
    *("scrapy.downloadermiddlewares.redirect", "scrapy.downloadermiddlewares.retry", "scrapy.dupefilters"),
    *("scrapy.spidermiddlewares.referer", "scrapy.spidermiddlewares.httperror", "scrapy.statscollectors"),
):
    import_module(module)


def crawl(arguments, environment, output, before):
    """Crawl in this process, a child; its events go to a file."""
    exec(before, {})
    os.environ.clear()
    os.environ.update(environment)
    os.dup2(os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), sys.stdout.fileno())
    return main(arguments)


def say(number):
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


for line in sys.stdin:
    child = os.fork()
    if child == 0:
        os._exit(crawl(**json.loads(line)))
    say(child)
    say(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
