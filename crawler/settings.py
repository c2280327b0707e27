"""Scrapy's settings, each with its reason. The spider adds what the registry says: delay, contact, private hosts."""

BOT_NAME = "nianbao"
SPIDER_MODULES = ["crawler.spiders"]
NEWSPIDER_MODULE = "crawler.spiders"

# Polite and honest: our own name, robots.txt obeyed, one request at a time a host with a pause after each.
USER_AGENT = "nianbao/0.1 (open-government annual report monitor)"
ROBOTSTXT_OBEY = True
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 2
# The pause is a promise; Scrapy would shorten it by up to a half at random.
DOWNLOAD_DELAY_JITTER = 0
ALLOW_PRIVATE_HOSTS = False

# Portals visited at the same time, each on a host of its own.
CONCURRENT_PORTALS = 16
CONCURRENT_REQUESTS = 32
# Scrapy's 100 starts some hundred tasks a response and halves the speed (scrapy issue 5182).
CONCURRENT_ITEMS = 4

DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "crawler.middlewares.HostGuardMiddleware": 50,
    "crawler.middlewares.RobotsMiddleware": 100,
    # Between retrying and the engine, so that it sees what came at last, decompressed.
    "crawler.middlewares.ConditionalMiddleware": 545,
    # Between retrying and the network, so that retrying hears of it.
    "crawler.middlewares.PatienceMiddleware": 560,
    # Between decompression and the network: Scrapy takes as much of a broken stream as there is for the whole.
    "crawler.middlewares.WholeStreamMiddleware": 595,
}
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "zh-CN,zh;q=0.9",
    # What the middleware above can tell to be whole.
    "Accept-Encoding": "gzip, deflate",
}

# The registry's; half a minute where it says nothing.
DOWNLOAD_TIMEOUT = 30
# Scans of a report reach some tens of MB; what is larger is no report.
DOWNLOAD_MAXSIZE = 64 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0
RETRY_TIMES = 2
# 429 is a request to stay away, never a reason to ask again at once.
RETRY_HTTP_CODES = [500, 502, 503, 504, 522, 524, 408]
# How a request failed goes into the log of the house, not into that of the program.
RETRY_GIVE_UP_LOG_LEVEL = "DEBUG"
REDIRECT_MAX_TIMES = 5
# A meta refresh to "./" is how some portals end a list; the spider decides which ones to follow.
METAREFRESH_ENABLED = False

# The browser's handler serves plain requests like Scrapy's own and starts a browser only when one is asked for.
# Nothing but HTTP is ever asked.
DOWNLOAD_HANDLERS = {
    "http": "crawler.handlers.BrowserLastHandler",
    "https": "crawler.handlers.BrowserLastHandler",
    "data": None,
    "file": None,
    "ftp": None,
    "s3": None,
}
TWISTED_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"
PLAYWRIGHT_BROWSER_TYPE = "chromium"
PLAYWRIGHT_MAX_PAGES_PER_CONTEXT = 2
PLAYWRIGHT_DEFAULT_NAVIGATION_TIMEOUT = 30_000

# Scrapy's other extensions have no part in a crawl, and it loads even those that are switched off one by one,
# which takes as long as twenty pages.
EXTENSIONS_BASE = {
    "scrapy.extensions.corestats.CoreStats": 0,
    "scrapy.extensions.logcount.LogCount": 0,
}
# Should someone bring them back: these two open ports through which code can be run.
REMOTE_CONTROL_ENABLED = False
TELNETCONSOLE_ENABLED = False
LOG_LEVEL = "WARNING"
