"""How markup says "this is a date": names in ``<meta>``, keys in JSON, words in classes, the shape of a date in text.

Vocabularies of schema.org, Dublin Core, OpenGraph, PRISM, microformats and of widespread systems. Reads no date.
"""

from __future__ import annotations

import re
from typing import Final

PUBLISHED_META: Final = tuple(
    """
    article:published_time article:published og:article:published_time og:published_time datepublished rnews:datepublished
    date_published date-published published_time published publication_date publication-date publicationdate pubdate pub_date
    pub-date publishdate publish_date publish-date published-date parsely-pub-date sailthru.date bt:pubdate
    cxenseparse:recs:publishtime article.published article_date_original originalpublicationdate displaydate firstpublished
    shareaholic:article_published_time iso-8601-publish-date dc.date.issued dcterms.issued dc.issued date.issued
    prism.publicationdate citation_publication_date citation_online_date og:regdate og:pubdate release_date dateposted
    datecreated dcterms.created dc.date.created dc.created date.created article.created uploaddate
""".split()
)
"""Names of ``<meta>`` that mean the publication, most exact first."""

LOOSE_META: Final = tuple(
    """
    date dc.date dc:date dcterms.date article.date article_date article:post_date citation_date created creation_date
    publish pdate ptime timestamp content-date gentime dc.date.available dcterms.available
""".split()
)
"""Names that mean it on many sites, and on others the last change or the moment the page was made."""

MODIFIED_META: Final = tuple(
    """
    article:modified_time article:modified og:article:modified_time og:updated_time datemodified date_modified date-modified
    modified_time updated_time lastmod last-modified last_modified lastmodified last-update lastupdate dateupdated
    dateupdate dcterms.modified dc.date.modified dc.modified date.modified article.updated bt:moddate parsely-mod-date
    modificationdate modified updated revised shareaholic:article_modified_time iso-8601-modified-date
""".split()
)
"""Names that mean the last change."""

JSON_PUBLISHED: Final = ("datePublished", "publishedAt", "published_at", "publishDate", "date_published")
JSON_MODIFIED: Final = ("dateModified",)
JSON_VALUE: Final = re.compile(r"""\\?["']\s{0,4}:\s{0,4}\\?["']([\w:+.,/ -]{8,40})\\?["']""")
"""What follows such a key: a text, in JSON that may itself stand in a text."""

PUBLISHED_CLASS: Final = re.compile(
    r"publish|pub-?_?date|entry-date|post-?_?date|posted|date-header|dt-published|dtstart|issued|created", re.IGNORECASE
)
MODIFIED_CLASS: Final = re.compile(r"modif|update|last-?change|aktualisier|geaendert", re.IGNORECASE)
CHANGED_WORDS: Final = re.compile(
    r"updat|modif|edited|aktualis|geändert|mis à jour|mise à jour|actualiz|atualiz|aggiorn|bijgewerkt|обновл|измен|更新|修改|수정"
    r"|güncel|opdater|uppdater|oppdater|päivit|aktualiz|frissít|cập nhật|diperbarui|ενημέρ|оновл|تحديث",
    re.IGNORECASE,
)
"""Words right before a date element that make it the date of a change."""
DATE_CLASS: Final = re.compile(
    r"date|datum|fecha|(?<![a-z])data(?![a-z-])|(?<!some)time(?!line)|byline|meta(?!l)|stamp", re.IGNORECASE
)
OTHER_STORY: Final = re.compile(
    r"comment|kommentar|reply|replies|related|recommend|sidebar|(?<!elementor-)widget|most-?read|popular|latest|trending|(?<![\w-])teasers?(?![\w-])"
    r"|(?<![a-z-])footer|(?:site|page|global)-?_?footer"
    r"|more-?(?:news|stories|posts)|read-?(?:more|next)|archive|(?<![a-z])nav|menu|carousel|slider|respond|breaking",
    re.IGNORECASE,
)
"""Classes of what stands on a story's page and is none of it."""

MICRODATA: Final = re.compile(r"""prop(?:erty)?=["']?(?:dc:date|(?:schema:)?date[PMC])""")
"""What a page's source holds where an element has a date's name: looked for first, as XPath costs three times as much."""
NUMBERS: Final = re.compile(
    r"\d(?:\d{3}|\d? ?[./|-] ?\d\d? ?[./|-] ?\d\d|\d?[ .-]{1,2}[^\W\d_]{3,9}[ .'-]{1,2}\d\d|\d년)"
)
"""What a line holds that may print a day: quicker than `DAY`."""
DAY: Final = re.compile(
    r"(?<!\d)(?:(?:19|20)\d\d(?:[-/.年] ?\d| \w{3,12}\.? \d)"
    r"|\d{1,2} ?[-/.|] ?\d{1,2} ?[-/.|] ?(?:(?:19|20)\d\d|\d\d)(?!\d)"
    r"|\d{1,2}[^\W\d_]{0,2}[ .,-]{1,3}(?:de |of )?[^\W\d_]{3,14}[ .,'-]{1,3}(?:de |del |of )?(?:(?:19|20)\d\d|\d\d)(?!\d)"
    r"|\d{1,2}[^\W\d_]{0,2},? (?:\d\d?:\d\d\w*,? )?(?:19|20)\d\d(?!\d)"
    r"|\d\d년|1[34]\d\d/\d{1,2}/\d{1,2})"
)
"""The shape of a printed day with its year, in any language; of "May 3, 2021" the numbers."""
AGE: Final = re.compile(
    r"\d ?\w{1,8}\.? (?:ago|geleden|назад|önce|fa|lalu|atrás)\b|\b(?:vor|hace|il y a|há) \w{1,6} \w{2,8}"
    r"|\d ?[^\W\d_]{1,3}前|\d ?[^\W\d_]{1,3} ?전|\b(?:just now|today|yesterday|heute|gestern)\b|今天|昨天|오늘|어제",
    re.IGNORECASE,
)
"""The shape of an age or a day word."""
