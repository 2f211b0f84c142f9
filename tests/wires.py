"""One story as wires send it: the same words in every format, each with that format's oddities."""

from __future__ import annotations

import json
from collections.abc import Sequence
from email.message import EmailMessage
from html import escape
from textwrap import fill

import documents

HEADLINE = "Ferry runs aground off Pelican Point, 14 hurt"
BYLINE = "By MARA QUILL"
PARAGRAPHS = (
    "KESTREL BAY, Maine (AP) — A ferry ran aground off Pelican Point on Friday, the Coast Guard said.",
    "“We hit the rocks twice & then the lights went out,” said passenger Ines Dahl, 41, of Rockport.",
    "Fourteen people were hurt, two of them badly, Fire Chief Otto Brandvold said at a news conference.",
    "“Nobody is missing,” he said. “We counted three times.”",
    "The ferry company said that the captain, Lena Moritz, had reported a failed rudder at 6:40 a.m.",
    "Moritz’s lawyer did not respond to a request for comment.",
    "Senator Paul Ahearne called the crash “a warning that came late.”",
    "“Our inspectors asked for new rudders in March,” said Ahearne, who chairs the transport committee.",
)
CAPTION = "The ferry Sable lies on the rocks off Pelican Point, Maine, on Friday."
NOTE = "Eds: Adds quotes from senator."
SPLINTERS = [
    *(
        b"",
        b"<",
        b">",
        b"&",
        b"&amp;",
        b"</p>",
        b"<p>",
        b"<br/><br/>",
        b"<!--",
        b"<![CDATA[",
        b"]]>",
        b'"',
        b"\\",
    ),
    *(
        b"\\u201c",
        b"\\ud800",
        b"&#0;",
        b"&#8220;",
        b"&nbsp;",
        b"\0",
        b"\x93",
        b"\r\n",
        b"<table>",
        b"<q>",
        b"<pre>",
    ),
]
STORY = "urn:wire.example:ferry-1"


def paragraphs(texts: Sequence[str], tag: str = "p") -> str:
    """Each in an element of its own."""
    return "\n".join(f"<{tag}>{escape(text, quote=False)}</{tag}>" for text in texts)


def plain(texts: Sequence[str] = PARAGRAPHS, headline: str = HEADLINE) -> str:
    return "\n\n".join([headline, BYLINE, *texts]) + "\n"


def nitf_body(texts: Sequence[str] = PARAGRAPHS, headline: str = HEADLINE) -> str:
    return f"""<body><body.head>
  <hedline><hl1>{headline}</hl1>
    <hl2>{headline}</hl2></hedline>
  <byline>{BYLINE}<byttl>Example Wire</byttl></byline>
  <dateline><location>KESTREL BAY, Maine</location></dateline>
</body.head>
<body.content>
<block id="main">
{paragraphs(texts)}
</block>
<media media-type="image"><media-reference mime-type="image/jpeg" source="a.jpg"/>
<media-caption>{CAPTION}</media-caption></media>
<table><tr><td>Year</td><td>Crashes</td></tr></table>
</body.content></body>"""


def nitf(
    texts: Sequence[str] = PARAGRAPHS, headline: str = HEADLINE, version: str = "1", more: str = ""
) -> str:
    return f"""<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE nitf SYSTEM "nitf-3-6.dtd" [ <!ENTITY wire "Example Wire"> ]>
<nitf baselang="en-US"><head><docdata management-status="usable">
<doc-id id-string="{STORY}-{version}" regsrc="EX"/><du-key key="{STORY}" version="{version}"/>
<date.issue norm="20260501T1{version}0000Z"/><ed-msg info="{NOTE}"/>{more}
<doc.copyright holder="Example Wire" year="2026"/></docdata></head>
{nitf_body(texts, headline)}
</nitf>"""


def ninjs(texts: Sequence[str] = PARAGRAPHS, **more: object) -> str:
    """ninjs 1, with the story in XHTML and, worse, in plain text."""
    value = {
        "uri": STORY,
        "type": "text",
        "version": "1",
        "versioncreated": "2026-05-01T11:00:00Z",
        "pubstatus": "usable",
        "language": "en",
        "headline": HEADLINE,
        "byline": BYLINE,
        "ednote": NOTE,
        "provider": "Example Wire",
        "body_text": " ".join(texts),
        "body_xhtml": f"<div>{paragraphs(texts)}</div>",
        "associations": {"main": {"type": "picture", "description_text": CAPTION}},
        **more,
    }
    return json.dumps(value, indent=1)


def ninjs_2(texts: Sequence[str] = PARAGRAPHS) -> str:
    value = {
        "uri": STORY,
        "type": "text",
        "version": "1",
        "versioncreated": "2026-05-01T11:00:00Z",
        "headlines": [{"role": "short", "value": "Ferry"}, {"role": "main", "value": HEADLINE}],
        "by": BYLINE,
        "bodies": [
            {"role": "text", "contenttype": "text/plain", "value": "\n\n".join(texts)},
            {"role": "web", "contenttype": "text/html", "value": paragraphs(texts)},
        ],
    }
    return json.dumps(value, ensure_ascii=False)


def ninjs_3(texts: Sequence[str] = PARAGRAPHS) -> str:
    """ninjs 3, with NITF as its only body."""
    value = {
        "uri": STORY,
        "type": "text",
        "version": "1",
        "versionCreated": "2026-05-01T11:00:00+00:00",
        "headlines": [{"value": HEADLINE}],
        "by": BYLINE,
        "bodies": [{"contentType": "text/vnd.IPTC.NITF", "value": f"<nitf>{nitf_body(texts)}</nitf>"}],
    }
    return json.dumps(value)


def ninjs_plain(texts: Sequence[str] = PARAGRAPHS) -> str:
    """ninjs 2, with plain text as its only body."""
    value = {
        "uri": STORY,
        "type": "text",
        "version": "1",
        "headlines": [{"value": HEADLINE}],
        "by": BYLINE,
        "bodies": [{"contenttype": "text/plain", "value": "\r\n\r\n".join(texts)}],
    }
    return json.dumps(value)


def g2_item(content: str, version: str = "1", story: str = STORY, more: str = "", kind: str = "text") -> str:
    return f"""<newsItem guid="{story}" version="{version}" xml:lang="en" standard="NewsML-G2">
<itemMeta><itemClass qcode="ninat:{kind}"/><provider qcode="prov:ex"><name>Example Wire</name></provider>
<versionCreated>2026-05-01T1{version}:00:00Z</versionCreated><pubStatus qcode="stat:usable"/>
<edNote>{NOTE}</edNote>
<edNote role="desk:contacts" pubconstraint="pc:nonpublic">Call Mara Quill, +1 555 0100</edNote>
{more}</itemMeta>
<contentMeta><slugline>ferry</slugline><headline>{HEADLINE}</headline><by>{BYLINE}</by>
<dateline>KESTREL BAY, Maine</dateline></contentMeta>
<contentSet>{content}</contentSet></newsItem>"""


def g2(*items: str) -> str:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header><sent>2026-05-01T12:00:00Z</sent></header>
<itemSet>{"".join(items)}</itemSet></newsMessage>"""


def g2_xhtml(texts: Sequence[str] = PARAGRAPHS) -> str:
    return f"""<inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml">
<head><title>{HEADLINE}</title></head>
<body><header><ul class="slugline"><li>ferry</li></ul><time>1 May</time><h1>{HEADLINE}</h1></header>
<section class="main">{paragraphs(texts)}</section></body></html></inlineXML>"""


def g2_html5(texts: Sequence[str] = PARAGRAPHS) -> str:
    return f"""<inlineXML contenttype="text/html"><article><h1>{HEADLINE}</h1>
<figure><img src="a.jpg"/><figcaption>{CAPTION}</figcaption></figure>
<div class="bodytext">{paragraphs(texts)}</div></article></inlineXML>"""


def g2_nitf(texts: Sequence[str] = PARAGRAPHS) -> str:
    return (
        '<inlineXML contenttype="application/nitf+xml"><n:nitf xmlns:n="http://iptc.org/std/NITF/2006-10-18/">'
        f"{nitf_body(texts)}</n:nitf></inlineXML>"
    )


def g2_data(texts: Sequence[str] = PARAGRAPHS) -> str:
    text = "\n\n".join(escape(text) for text in texts)
    return f'<inlineData contenttype="text/plain">\n{text}\n</inlineData>'


def g2_escaped(texts: Sequence[str] = PARAGRAPHS) -> str:
    return f'<inlineData contenttype="text/html">{escape(paragraphs(texts))}</inlineData>'


def newsml(content: str, version: str = "1", status: str = "Usable") -> str:
    return f"""<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE NewsML PUBLIC "urn:newsml:iptc.org:20001006:NewsMLv1.0.dtd:1" "NewsMLv1.0.dtd" [
<!ENTITY % nitf SYSTEM "nitf.dtd"> %nitf; ]>
<NewsML Version="1.2"><NewsItem xml:lang="en"><Identification><NewsIdentifier>
<ProviderId>wire.example</ProviderId><NewsItemId>{STORY}</NewsItemId>
<RevisionId PreviousRevision="0" Update="N">{version}</RevisionId></NewsIdentifier></Identification>
<NewsManagement><ThisRevisionCreated>20260501T1{version}0000+0000</ThisRevisionCreated>
<Status FormalName="{status}"/></NewsManagement>
<NewsComponent><NewsLines><HeadLine>{HEADLINE}</HeadLine><ByLine>{BYLINE}</ByLine></NewsLines>
<DescriptiveMetadata><Language FormalName="en"/></DescriptiveMetadata>
<NewsComponent><Role FormalName="Caption"/><ContentItem>
<DataContent><p>{CAPTION}</p></DataContent></ContentItem>
</NewsComponent>
<NewsComponent><Role FormalName="Main"/><ContentItem><MediaType FormalName="Text"/>
<DataContent>{content}</DataContent></ContentItem></NewsComponent></NewsComponent></NewsItem></NewsML>"""


def ap(texts: Sequence[str] = PARAGRAPHS, **more: object) -> str:
    item = {
        "altids": {"itemid": STORY, "etag": "x"},
        "version": 1,
        "type": "text",
        "versioncreated": "2026-05-01T11:00:00Z",
        "pubstatus": "usable",
        "ednote": NOTE,
        "headline": HEADLINE,
        "bylines": [{"by": BYLINE, "title": "Example Wire"}],
        "located": "KESTREL BAY, Maine",
        "provider": "AP",
        **more,
    }
    body = {"body_html": f"<block>{paragraphs(texts)}</block>"}
    return json.dumps({"data": {"item": item}, "nitf": body}, indent=4)


def dpa(texts: Sequence[str] = PARAGRAPHS) -> str:
    value = {
        "urn": STORY,
        "version": 1,
        "version_created": "2026-05-01T13:00:00+02:00",
        "pubstatus": "usable",
        "language": "en",
        "headline": HEADLINE,
        "byline": BYLINE,
        "teaser": "A ferry ran aground.",
        "article_html": f'<section class="main">{paragraphs(texts)}</section>',
        "infobox_html": '<section class="infobox"><h2>Links</h2><p>The ferry line</p></section>',
        "ednotes": [
            {"role": "note", "ednote": NOTE, "is_publishable": True},
            {"role": "contacts", "ednote": "Call Mara Quill, +1 555 0100", "is_publishable": False},
        ],
        "associations": [{"type": "image", "caption": CAPTION}],
    }
    return json.dumps(value)


def page(texts: Sequence[str] = PARAGRAPHS) -> str:
    """A page as a browser saves it, with what sites put around a story and into it."""
    half = len(texts) // 2
    data = {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "WebSite", "name": "Example Wire"},
            {
                "@type": ["NewsArticle"],
                "headline": HEADLINE,
                "datePublished": "2026-05-01T10:00:00Z",
                "dateModified": "2026-05-01T11:00:00Z",
                "author": [{"@type": "Person", "name": "Mara Quill"}],
                "publisher": {"name": "Example Wire"},
            },
        ],
    }
    teasers = "".join(
        f'<li><a href="/{n}"><h3>Clams are “the new oysters,” chef {n} says</h3></a></li>' for n in range(4)
    )
    return f"""<!DOCTYPE html>
<!-- saved from url=(0035)https://wire.example/ferry-1 -->
<html lang="en-US"><head><meta charset="utf-8"><title>{HEADLINE} | Example Wire</title>
<link rel="canonical" href="https://wire.example/ferry-1"><meta property="og:title" content="{HEADLINE}">
<script type="application/ld+json">{json.dumps(data)}</script>
<style>p {{ margin: 0 }}</style><script>var a = "<p>“No,” he said.</p>";</script></head>
<body><header class="site-header"><nav><ul><li><a href="/">Home</a>
<li><a href="/sea">Sea</a></ul></nav></header>
<main><article class="story"><h1>{HEADLINE}</h1>
<div class="story-byline">{BYLINE}</div><time datetime="2026-05-01T10:00:00Z">May 1, 2026</time>
<div class="share-tools"><a href="/s">Share</a> <button>Print</button></div>
<figure><img src="a.jpg" alt="Rocks"><figcaption>{CAPTION}</figcaption></figure>
<div class="story-body">
{paragraphs(texts[:half])}
<div class="ad-slot"><p>Advertisement</p></div>
<aside class="related-links"><h3>Related</h3><ul>{teasers}</ul></aside>
{paragraphs(texts[half:])}
</div></article>
<section class="comments"><h2>Comments</h2><div class="comment">
<p>“This was bound to happen,” my uncle said when
he heard of it, and he has sailed there all his life.</p></div></section></main>
<footer><p>© 2026 Example Wire. All rights reserved.</p></footer></body></html>"""


def rss(texts: Sequence[str] = PARAGRAPHS, *more: str) -> str:
    """A feed of RSS 2 with the story in full, escaped, beside a teaser."""
    return f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/">
<channel><title>Example Wire</title><link>https://wire.example/</link><language>en-us</language>
<item><media:title>Rocks</media:title><title>{HEADLINE}</title><link>https://wire.example/ferry-1</link>
<guid isPermaLink="false">{STORY}</guid><pubDate>Fri, 01 May 2026 10:00:00 GMT</pubDate>
<dc:creator>{BYLINE}</dc:creator>
<description>A ferry ran aground &amp;#8230;</description>
<content:encoded>{escape(paragraphs(texts))}</content:encoded></item>{"".join(more)}</channel></rss>"""


def rss_1(texts: Sequence[str] = PARAGRAPHS) -> str:
    """A feed of RSS 1 with the story in a CDATA section."""
    return f"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://wire.example/"><title>Example Wire</title></channel>
<item rdf:about="{STORY}"><title><![CDATA[{HEADLINE}]]></title><dc:creator>{BYLINE}</dc:creator>
<dc:date>2026-05-01T11:00:00Z</dc:date>
<content:encoded><![CDATA[{paragraphs(texts)}]]></content:encoded></item></rdf:RDF>"""


def atom(texts: Sequence[str] = PARAGRAPHS, kind: str = "xhtml", version: str = "1") -> str:
    """A feed of Atom with one entry."""
    body = {
        "xhtml": f'<div xmlns="http://www.w3.org/1999/xhtml">{paragraphs(texts)}</div>',
        "html": escape(paragraphs(texts)),
        "text": escape("\n\n".join(texts), quote=False),
    }[kind]
    return f"""<?xml version="1.0"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Example Wire</title>
<updated>2026-05-01T12:00:00Z</updated><id>urn:wire.example:feed</id>
<entry><title type="text">{HEADLINE}</title><id>{STORY}</id><link href="https://wire.example/ferry-1"/>
<updated>2026-05-01T1{version}:00:00Z</updated><author><name>{BYLINE}</name></author>
<summary>A ferry ran aground.</summary><content type="{kind}">{body}</content></entry></feed>"""


def anpa(
    texts: Sequence[str] = PARAGRAPHS,
    headline: str = HEADLINE,
    slug: str = "BC-US--Ferry Aground",
    minute: int = 0,
) -> str:
    """What AP sent until it retired ANPA: one line a paragraph, lines of its own with "^", "<" and "="."""
    head = [
        f"^{slug},310<",
        f"^{headline}<",
        "^AP Photo EX101, EX102<",
        f"^{NOTE}<",
        f"^{BYLINE}=",
        "^Example Wire=",
    ]
    lines = [*head, *(f"\t   {text} " for text in texts)]
    return (
        "\x16\x16\x01W2870\x1f_asian\r\nr a\x13\x11 BC-US--FerryAground   05-01 1049\r\n\x02"
        + "\r\n".join(lines)
        + f"\r\n\r\n\t   \x03AP-WF-05-01-26 11{minute:02}GMT<\r\n\r\n\x0c\r\n\x04"
    )


def iptc_7901(
    texts: Sequence[str] = PARAGRAPHS, headline: str = HEADLINE, slug: str = "US-ferry/accident/"
) -> str:
    """What dpa and others send: short lines, a headline that ends in "=", a tail for desks."""
    body = "\n\n".join(fill(text, 69, initial_indent="   ", break_on_hyphens=False) for text in texts)
    text = f"""\x01eca062 4 i 211 ccccb   dpa 061

{slug}
\x02{headline} =
{BYLINE} =

{body}

# dpa NOTEBOOK

* * * *
The following information is not for publication

## dpa Contacts
- Reporting by: Mara Quill
Tel: +49 30 5550100

dpa mq npr

\x03011100 GMT May 26
\x7f
\x7f\x04"""
    return text.replace("\n", "\r\n")


def markdown(texts: Sequence[str] = PARAGRAPHS, front: str = "", headline: str = HEADLINE) -> str:
    """A story with what Markdown marks: a heading, emphasis, a link, a block quote, escapes."""
    marked = [text.replace("&", "&amp;") for text in texts]
    marked[0] = marked[0].replace("Friday", "**Friday**")
    if len(marked) > 1:
        marked[1] = f"> {marked[1]}".replace("Ines Dahl", '[Ines\nDahl](/d "she")')
    marked[2:] = [text.replace("three", "*three*") for text in marked[2:]]
    return f"{front}# {headline}\n\n*{BYLINE}*\n\n" + "\n\n".join(marked) + "\n\n| Year |\n|---|\n| 5 |\n"


FRONT = f"""---
id: {STORY}
version: 1
lastmod: 2026-05-01T11:00:00Z
source: Example Wire
---
"""


def mail(texts: Sequence[str] = PARAGRAPHS, kind: str = "both") -> bytes:
    """A press release: "both" HTML in a table, quoted-printable, and plain; "plain" in 8 bits; "base64"."""
    message = EmailMessage()
    message["From"], message["To"] = "Example Wire <desk@wire.example>", "news@paper.example"
    message["Date"], message["Message-ID"] = "Fri, 01 May 2026 11:00:00 +0000", "<1@wire.example>"
    message["Subject"] = f"Fwd: {HEADLINE}"
    body = "\n\n".join(fill(text, 70, break_on_hyphens=False) for text in [BYLINE, *texts])
    cte = {"both": "quoted-printable", "plain": "8bit", "base64": "base64"}[kind]
    message.set_content(f"{body}\n\n-- \nExample Wire, 555 0199\n", cte=cte)
    if kind == "both":
        hidden = '<div style="display:none">A ferry ran aground</div>'
        inner = f"{hidden}<table><tr><td>{paragraphs([BYLINE, *texts])}</td></tr></table>"
        message.add_alternative(f"<html><body>{inner}</body></html>", subtype="html", cte=cte)
        message.set_boundary("==a==")
    return message.as_bytes()


def every(texts: Sequence[str] = PARAGRAPHS) -> dict[str, tuple[str, bytes]]:
    """The story in every format, by a name: the format that it is read as, and the file."""
    prefixed = nitf(texts).replace("<nitf ", '<nitf xmlns="http://iptc.org/std/NITF/2006-10-18/" ')
    held = {
        "plain": ("plain", plain(texts)),
        "nitf": ("nitf", nitf(texts)),
        "nitf, name space": ("nitf", prefixed),
        "ninjs 1": ("ninjs", ninjs(texts)),
        "ninjs 2": ("ninjs", ninjs_2(texts)),
        "ninjs 3, nitf": ("ninjs", ninjs_3(texts)),
        "ninjs, plain": ("ninjs", ninjs_plain(texts)),
        "g2, xhtml": ("newsml-g2", g2(g2_item(g2_xhtml(texts)))),
        "g2, html5": ("newsml-g2", g2(g2_item(g2_html5(texts)))),
        "g2, nitf": ("newsml-g2", g2(g2_item(g2_nitf(texts)))),
        "g2, data": ("newsml-g2", g2(g2_item(g2_data(texts)))),
        "g2, escaped": ("newsml-g2", g2(g2_item(g2_escaped(texts)))),
        "newsml, nitf": ("newsml", newsml(f"<nitf>{nitf_body(texts)}</nitf>")),
        "newsml, paragraphs": ("newsml", newsml(paragraphs(texts))),
        "ap": ("ap", ap(texts)),
        "dpa": ("dpa", dpa(texts)),
        "html": ("html", page(texts)),
        "anpa": ("anpa", anpa(texts)),
        "iptc 7901": ("iptc7901", iptc_7901(texts)),
        "story.md": ("markdown", markdown(texts)),
        "markdown, front matter": ("markdown", markdown(texts, FRONT)),
        "rss": ("feed", rss(texts)),
        "rss 1": ("feed", rss_1(texts)),
        "atom, xhtml": ("feed", atom(texts)),
        "atom, html": ("feed", atom(texts, "html")),
        "atom, text": ("feed", atom(texts, "text")),
    }
    found = {name: (kind, text.encode()) for name, (kind, text) in held.items()}
    old = nitf(texts).replace('"utf-8"', '"ISO-8859-1"').replace("\n", "\r\n")
    found["nitf, latin-1"] = ("nitf", old.encode("cp1252", "xmlcharrefreplace"))
    for kind in ("both", "plain", "base64"):
        found[f"mail, {kind}"] = ("mail", mail(texts, kind))
    found["docx"] = ("docx", documents.docx_story(HEADLINE, texts, CAPTION, BYLINE))
    found["odt"] = ("odt", documents.odt_story(HEADLINE, texts, CAPTION, BYLINE))
    found["nitf, utf-16"] = ("nitf", nitf(texts).replace('"utf-8"', '"utf-16"').encode("utf-16"))
    return found
