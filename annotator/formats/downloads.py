"""What the downloads of news databases have in common: many articles a file, with headline, outlet, date and the like.

The downloads come in the language of whoever made them: nothing here relies on the words of one interface alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from annotator.core.furniture_dates import date_in
from annotator.formats.base import Incoming, Item, ReadOptions, Refusal, Remark

# A number and a word on a line of their own: "877 words", "1.684 Wörter", "2,968 words", "355 mots".
WORDS = re.compile(r"\s*(\d{1,3}(?:[.,'’\u00a0\u202f ]\d{3})*|\d+)\s+((?:[^\W\d_]|\ufffd)+)\s*\Z")
_BY = re.compile(r"(?:by|von|par|por|di|da|door|av|af|przez)\s+(?=[^\W\d_])", re.IGNORECASE)

LANGUAGES = {
    "en": "english englisch anglais inglés ingles inglese inglês engels engelska angielski английский 英语 英語",
    "de": "german deutsch allemand alemán aleman tedesco alemão duits tyska niemiecki немецкий 德语 ドイツ語",
    "fr": "french französisch français francais francés frances francese francês frans franska francuski французский",
    "es": "spanish spanisch espagnol español espanol spagnolo espanhol spaans spanska hiszpański испанский",
    "it": "italian italienisch italien italiano italiaans italienska włoski итальянский",
    "pt": "portuguese portugiesisch portugais portugués portoghese português portugees portugisiska portugalski",
    "nl": "dutch niederländisch néerlandais neerlandés olandese holandês nederlands nederländska niderlandzki",
    "ru": "russian russisch russe ruso russo ryska rosyjski русский",
    "zh": "chinese chinesisch chinois chino cinese chinês kinesiska chiński 中文",
    "ja": "japanese japanisch japonais japonés giapponese japonês japanska japoński 日本語",
    "ar": "arabic arabisch arabe árabe arabo arabiska arabski العربية",
    "pl": "polish polnisch polonais polaco polacco polonês polska polski",
    "sv": "swedish schwedisch suédois sueco svedese svenska szwedzki",
    "da": "danish dänisch danois danés danese dinamarquês dansk duński",
    "no": "norwegian norwegisch norvégien noruego norvegese norueguês norsk norweski",
    "tr": "turkish türkisch turc turco turkiska turecki türkçe",
    "ko": "korean koreanisch coréen coreano koreanska koreański 한국어",
}
_LANGUAGE_OF = {name: code for code, names in LANGUAGES.items() for name in names.split()}


class Story(msgspec.Struct, kw_only=True):
    """One article of a download as it is told there."""

    title: str = ""
    body: Sequence[str] = ()  # paragraphs
    outlet: str | None = None
    published: str | None = None  # as written
    author: str | None = None
    section: str | None = None
    language: str | None = None  # as written, or a code
    words: int | None = None
    source_id: str | None = None
    line: int | None = None  # where it begins, or which one of the file it is


def language_code(word: str | None) -> str | None:
    """The code of a language named in any of many languages; a code stays what it is."""
    if not word:
        return None
    plain = word.strip().split(";")[0].split(",")[0].strip().casefold()
    return _LANGUAGE_OF.get(plain, plain if re.fullmatch(r"[a-z]{2,3}", plain) else None)


def word_count(line: str) -> int | None:
    """The number of a line that is a number and a word, or None."""
    found = WORDS.match(line)
    return None if found is None else int(re.sub(r"\D", "", found[1]))


def by_line(text: str | None) -> str | None:
    """A byline without its "By"."""
    if not text or not text.strip():
        return None
    plain = " ".join(text.split())
    return _BY.sub("", plain, count=1) if _BY.match(plain) else plain


def items(stories: Sequence[Story], file: str, options: ReadOptions) -> Iterator[Item]:
    """Every story as an article, or why it is none; and a word when not all that the file holds were taken."""
    taken = 0
    for number, story in enumerate(stories, 1):
        paragraphs = [line for line in (" ".join(one.split()) for one in story.body) if line]
        place = story.line if story.line is not None else number
        if not paragraphs:
            yield Refusal(file, place, f"article {number} ({story.title or 'untitled'}) has no text")
            continue
        taken += 1
        yield _incoming(story, paragraphs, place, options)
    if taken != len(stories):
        yield Remark(file, f"The download holds {len(stories)} articles, {taken} of them could be taken")


def _incoming(story: Story, paragraphs: list[str], place: int, options: ReadOptions) -> Incoming:
    title = " ".join(story.title.split())
    if title and options.headline and paragraphs[0] != title:
        paragraphs = [title, *paragraphs]
    article = Incoming(
        text="\n\n".join(paragraphs),
        line=place,
        title=title or None,
        outlet=" ".join(story.outlet.split()) if story.outlet else None,
        author=by_line(story.author),
        published=date_in(story.published) if story.published else None,
        language=language_code(story.language),
        section=" ".join(story.section.split()) if story.section else None,
        source_id=story.source_id,
    )
    if story.words is not None:
        article.meta = {"word_count": story.words}
    return article
