"""The least a crawl can cost: follow every link once, keep nothing.

The first lists come by
standard input, one a line. Argument: requests at a time a host.
"""

import json
import sys

import scrapy
from scrapy.crawler import CrawlerProcess


class BareSpider(scrapy.Spider):
    name = "bare"
    pages = 0

    async def start(self):
        for url in sys.stdin.read().split():
            yield scrapy.Request(url)

    def parse(self, response):
        BareSpider.pages += 1
        for href in response.css("a::attr(href)").getall():
            if href.endswith(".html"):
                yield response.follow(href)


def main() -> None:
    concurrency = int(sys.argv[1])
    process = CrawlerProcess(
        {
            "LOG_LEVEL": "ERROR",
            "CONCURRENT_ITEMS": 4,
            "CONCURRENT_REQUESTS_PER_DOMAIN": concurrency,
            "TELNETCONSOLE_ENABLED": False,
        }
    )
    crawler = process.create_crawler(BareSpider)
    process.crawl(crawler)
    process.start()
    stats = crawler.stats.get_stats()
    print(json.dumps({"pages": BareSpider.pages, "seconds": stats["elapsed_time_seconds"]}))


main()
