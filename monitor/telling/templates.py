"""The templates of pages and mails."""

from jinja2 import Environment, PackageLoader, StrictUndefined


def environment() -> Environment:
    """What fills in templates: everything is escaped, and a name that is not given is an error."""
    return Environment(
        loader=PackageLoader("monitor"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
