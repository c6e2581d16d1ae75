"""Words that no area's address may be: the site's own first path segments, kept in this one place.

A test compares the list with the URL configuration, so an app that adds a first segment adds it here, too.
"""

# Addresses of the site itself, and of files that browsers, crawlers and monitors ask every site for.
SYSTEM_SEGMENTS = frozenset(
    {
        ".well-known",
        "_util",
        "about",
        "accessibility",
        "accounts",
        "admin",
        "api",
        "apple-touch-icon.png",
        "areas",
        "assets",
        "assisting",
        "atom",
        "attachments",
        "badges",
        "boards",
        "communities",
        "consent",
        "contact",
        "corrections",
        "design",
        "display",
        "documents",
        "elder",
        "events",
        "favicon.ico",
        "feed",
        "feeds",
        "files",
        "fragments",
        "healthz",
        "help",
        "images",
        "livez",
        "login",
        "logout",
        "manifest.webmanifest",
        "me",
        "media",
        "metrics",
        "moderation",
        "my",
        "my-community",
        "news",
        "notifications",
        "posts",
        "privacy",
        "readyz",
        "reports",
        "robots.txt",
        "rss",
        "search",
        "security.txt",
        "signup",
        "sitemap",
        "sitemap.xml",
        "staff",
        "static",
        "status",
        "styleguide",
        "tables",
        "tags",
        "terms",
        "topics",
        "users",
        "www",
    }
)

# The six columns, which lie beside streets below the home page and beside communities below a street, and
# their kin.
COLUMN_SEGMENTS = frozenset(
    {
        "departments",
        "disclosures",
        "enquiries",
        "forum",
        "guides",
        "ledger",
        "mutual-aid",
        "notices",
        "offers",
        "services",
        "needs",
        "village-affairs",
        "volunteers",
    }
)

RESERVED = SYSTEM_SEGMENTS | COLUMN_SEGMENTS


def is_reserved(slug: str) -> bool:
    """Return whether no area may have `slug` as its address."""
    return slug.lower() in RESERVED
