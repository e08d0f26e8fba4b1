"""Reads the feeds of a running program with feedparser and compares them with what was written.

    python3 e2e/feeds.py http://127.0.0.1:8080

Needs feedparser from PyPI; ./test installs it into a folder of its own.
"""

import json
import re
import sys
import urllib.error
import urllib.request
from datetime import datetime
from html.parser import HTMLParser

import feedparser

ROOT = sys.argv[1]
BLANK = re.compile(r"\s+")


class Words(HTMLParser):
    """The words of a page or of one element of it, in their order."""

    def __init__(self, tag=None):
        super().__init__()
        self.tag, self.depth, self.all = tag, 0 if tag else 1, []

    def handle_starttag(self, tag, attrs):
        self.depth += tag == self.tag

    def handle_endtag(self, tag):
        self.depth -= tag == self.tag

    def handle_data(self, data):
        if self.depth > 0:
            self.all.append(data)


def words(html, tag=None):
    reader = Words(tag)
    reader.feed(html)
    return BLANK.sub("", "".join(reader.all))


def get(url, **headers):
    path = url if url.startswith("/") else "/" + url.split("/", 3)[3]
    request = urllib.request.Request(ROOT + path, headers=headers)
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.headers, answer.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.headers, ""


def check(right, what):
    if not right:
        sys.exit(f"feeds: {what}")


def atom_pages():
    entries, url = [], "/bulletins.atom"
    while url:
        status, headers, text = get(url)
        check(status == 200 and headers["Content-Type"].startswith("application/atom+xml"), url)
        page = feedparser.parse(text)
        check(not page.bozo, f"{url} is well formed: {page.get('bozo_exception')}")
        check(page.version == "atom10", page.version)
        check(page.feed.id.startswith("urn:uuid:") and page.feed.title and page.feed.author, "the feed names itself")
        check(page.feed.updated_parsed, "the feed says when it changed")
        entries += page.entries
        url = next((link.href for link in page.feed.links if link.rel == "next"), None)
    return entries


def json_pages():
    items, url = [], "/bulletins.json"
    while url:
        status, headers, text = get(url)
        check(status == 200 and headers["Content-Type"].startswith("application/feed+json"), url)
        page = json.loads(text)
        check(page["version"] == "https://jsonfeed.org/version/1.1" and page["title"], "its version and title")
        for name in ("home_page_url", "feed_url"):
            check(page[name].startswith("http"), name)
        for item in page["items"]:
            check(isinstance(item["id"], str) and item["content_html"], "each has an id and a text")
            check(all(author["name"] for author in item["authors"]), "authors are objects with names")
            for name in ("date_published", "date_modified"):
                check(datetime.fromisoformat(item[name].replace("Z", "+00:00")).tzinfo, name)
        items += page["items"]
        url = page.get("next_url")
    return items


def main():
    entries, items = atom_pages(), json_pages()
    check(len(entries) >= 8, f"{len(entries)} entries")
    check([entry.id for entry in entries] == [item["id"] for item in items], "both feeds have the same, in the same order")
    check(len({entry.id for entry in entries}) == len(entries), "no id comes twice")
    changed = [entry.updated_parsed for entry in entries]
    check(changed == sorted(changed, reverse=True), "what changed last comes first")
    for entry, item in zip(entries, items):
        html = entry.content[0].value
        check(entry.title == item["title"] and entry.link == item["url"], entry.title)
        check(words(html) == words(item["content_html"]), f"{entry.title}: both say the same")
        status, _, page = get(entry.link)
        check(status == 200, entry.link)
        if "/bulletins/" in entry.link:
            adoption = re.search(r'<p class="adoption">(.*?)</p>', page)
            written = (words(adoption.group(1)) if adoption else "") + words(page, "article")
            check(words(html) == written, f"{entry.title}: the feed has what its page has")
    for path in ("/bulletins.atom", "/bulletins.json"):
        _, headers, _ = get(path)
        check(get(path, **{"If-None-Match": headers["ETag"]})[0] == 304, f"{path} by its mark")
        check(get(path, **{"If-Modified-Since": headers["Last-Modified"]})[0] == 304, f"{path} by its day")
        check(get(path, **{"If-None-Match": '"another"'})[0] == 200, f"{path} with another mark")
    _, _, home = get("/bulletins")
    found = re.findall(r'rel="alternate" type="([^"]+)"', home)
    check(found == ["application/atom+xml", "application/feed+json"], f"the page names its feeds: {found}")
    print(f"feeds: {len(entries)} entries read by feedparser and as JSON Feed, each as it was written")


main()
