"""What page furniture says, language by language: stop phrases, section names, bylines.

Phrases are compared without case, and without punctuation at their ends. A new language is a new entry.
"""

from __future__ import annotations

import re


def _list(text: str) -> tuple[str, ...]:
    """Phrases parted by commas."""
    return tuple(" ".join(phrase.split()) for phrase in text.split(","))


# A whole line that says one of these is furniture wherever it stands.
STOP: dict[str, tuple[str, ...]] = {
    "en": _list(
        """
        search, close this search box, close, close menu, open menu, menu, toggle navigation, skip to content,
        skip to main content, skip to navigation, advertisement, advertising, sponsored, sponsored content,
        promoted content, story continues below advertisement, article continues below, continue reading, continue
        reading below, read more, read next, read also, see also, see more, show more, load more, learn more, more
        on this, more on this story, more from, related, related articles, related stories, related topics,
        related content, related news, recommended, recommended for you, you may also like, you might also like,
        most read, most popular, most viewed, most shared, trending, trending now, latest news, latest stories,
        latest, top stories, breaking news, editors' picks, editor's picks, share, share this, share this article,
        share this story, share on facebook, share on twitter, share on x, share on whatsapp, share on linkedin,
        share via email, facebook, twitter, whatsapp, linkedin, telegram, instagram, youtube, tiktok, reddit,
        pinterest, email, e-mail, print, print this page, copy link, copy url, link copied, save, save article,
        bookmark, listen, listen to this article, comment, comments, leave a comment, add a comment, post a
        comment, no comments, view comments, join the conversation, subscribe, subscribe now, sign up, sign in,
        log in, login, register, my account, log out, sign out, newsletter, newsletters, follow, follow us,
        contact, contact us, about, about us, advertise, advertise with us, careers, help, faq, sitemap, site map,
        terms, terms of use, terms of service, terms and conditions, privacy, privacy policy, cookie policy,
        cookie settings, accept, accept all, accept all cookies, accept cookies, reject all, manage cookies, do
        not sell my data, all rights reserved, back to top, scroll to top, previous article, next article,
        previous, next, tags, topics, donate, support us, download the app, get the app, watch live, live tv,
        image, photo, photos, gallery, caption, getty images, hide caption, toggle caption, enlarge this image,
        image source, reading time, loading
        """
    ),
    "de": _list(
        """
        suche, menü, menü schließen, schließen, zum inhalt springen, anzeige, werbung, mehr zum thema,
        weiterlesen, lesen sie auch, auch interessant, meistgelesen, teilen, drucken, kommentare, kommentar
        schreiben, anmelden, abonnieren, jetzt abonnieren, newsletter, impressum, datenschutz,
        datenschutzerklärung, agb, kontakt, nach oben, alle rechte vorbehalten, startseite, cookies akzeptieren,
        alle akzeptieren, merken, artikel teilen
        """
    ),
    "fr": _list(
        """
        rechercher, recherche, fermer, fermer le menu, aller au contenu, publicité, lire aussi, à lire aussi, lire
        plus, lire la suite, voir aussi, les plus lus, partager, partager cet article, imprimer, commentaires,
        commenter, se connecter, connexion, s'abonner, s’abonner, abonnez-vous, je m'abonne, mentions légales,
        contact, accueil, politique de confidentialité, tous droits réservés, tout accepter, tout refuser, haut de
        page
        """
    ),
    "es": _list(
        """
        buscar, cerrar, menú, ir al contenido, publicidad, leer más, lea también, lee también, ver más, lo más
        leído, lo más visto, compartir, imprimir, comentarios, iniciar sesión, suscríbete, suscribirse, aviso
        legal, política de privacidad, contacto, inicio, todos los derechos reservados, aceptar, aceptar todo,
        noticias relacionadas, te puede interesar, volver arriba
        """
    ),
    "it": _list(
        """
        cerca, chiudi, vai al contenuto, pubblicità, leggi anche, leggi tutto, continua a leggere, i più letti,
        condividi, stampa, commenti, accedi, abbonati, note legali, contatti, tutti i diritti riservati, accetta,
        accetta tutto, articoli correlati, torna su
        """
    ),
    "pt": _list(
        """
        pesquisar, fechar, ir para o conteúdo, publicidade, leia mais, leia também, saiba mais, mais lidas,
        compartilhar, partilhar, imprimir, comentários, entrar, assine, assine já, política de privacidade,
        contato, contacto, início, todos os direitos reservados, aceitar, aceitar todos, voltar ao topo
        """
    ),
    "nl": _list(
        """
        zoeken, sluiten, naar de inhoud, advertentie, lees ook, lees meer, lees verder, meest gelezen, delen,
        deel, afdrukken, reacties, inloggen, abonneer, word abonnee, privacybeleid, alle rechten voorbehouden,
        accepteren, alles accepteren, naar boven
        """
    ),
    "pl": _list(
        """
        szukaj, zamknij, przejdź do treści, reklama, czytaj także, czytaj też, czytaj więcej, najczęściej czytane,
        udostępnij, drukuj, komentarze, zaloguj się, subskrybuj, polityka prywatności, strona główna, wszelkie
        prawa zastrzeżone, akceptuję, zobacz także
        """
    ),
    "tr": _list(
        """
        ara, kapat, menü, içeriğe geç, reklam, devamını oku, ilgili haberler, çok okunanlar, paylaş, yazdır,
        yorumlar, yorum yap, giriş yap, abone ol, gizlilik politikası, ana sayfa, tüm hakları saklıdır, kabul et
        """
    ),
    "ru": _list(
        """
        поиск, закрыть, меню, реклама, читайте также, читать далее, читать полностью, подробнее, популярное, самое
        читаемое, поделиться, печать, распечатать, комментарии, войти, подписаться, подпишитесь, главная, политика
        конфиденциальности, все права защищены, материалы по теме, наверх
        """
    ),
    "ar": _list(
        """
        بحث, إغلاق, القائمة, إعلان, اقرأ أيضا, اقرأ أيضاً, اقرأ المزيد, المزيد, الأكثر قراءة, شارك, مشاركة, طباعة,
        تعليقات, التعليقات, تسجيل الدخول, اشترك, اشترك الآن, سياسة الخصوصية, الرئيسية, جميع الحقوق محفوظة, مواضيع
        ذات صلة
        """
    ),
    "zh": _list(
        """
        搜索, 搜尋, 关闭, 關閉, 菜单, 广告, 廣告, 相关阅读, 相關閱讀, 相关新闻, 相關新聞, 阅读更多,
        更多, 热门, 分享, 分享到, 打印, 评论, 評論, 登录, 登入, 注册, 订阅, 訂閱,
        首页, 首頁, 返回顶部, 版权所有, 隐私政策
        """
    ),
    "ja": _list(
        """
        検索, 閉じる, メニュー, 広告, 関連記事, 続きを読む, もっと見る, 人気記事, ランキング,
        シェア, シェアする, 印刷, コメント, ログイン, 会員登録, 購読, ホーム, トップへ戻る,
        プライバシーポリシー
        """
    ),
}

# Names of sections: furniture only in company, before the article.
MENU: dict[str, tuple[str, ...]] = {
    "en": _list(
        """
        home, homepage, news, world, world news, us, u.s., u.s. news, uk, europe, asia, africa, americas, middle
        east, australia, china, india, russia, ukraine, international, national, local, regional, politics,
        business, economy, markets, finance, money, technology, tech, science, health, environment, climate,
        education, culture, arts, entertainment, entertainment & arts, lifestyle, life, style, travel, food,
        sport, sports, football, opinion, opinions, analysis, editorial, columns, features, video, videos, audio,
        podcast, podcasts, pictures, in pictures, weather, live, more, today, archive, magazine, special reports,
        investigations, jobs, shop, games, crosswords, english, español, français, deutsch, العربية, 中文, русский,
        türkçe
        """
    ),
    "de": _list("politik, wirtschaft, ausland, inland, kultur, wissen, panorama, sport, meinung, gesundheit"),
    "fr": _list("monde, politique, économie, société, culture, sports, sciences, planète, opinions, idées"),
    "es": _list("mundo, internacional, política, economía, cultura, deportes, opinión, sociedad, ciencia"),
    "it": _list("mondo, esteri, cronaca, politica, economia, cultura, sport, scienze, opinioni"),
    "pt": _list("mundo, política, economia, cultura, esportes, desporto, opinião, sociedade, ciência"),
    "nl": _list("wereld, buitenland, binnenland, politiek, economie, cultuur, sport, opinie"),
    "ru": _list("в мире, мир, политика, экономика, общество, культура, спорт, наука, мнения"),
    "ar": _list("العالم, سياسة, اقتصاد, رياضة, ثقافة, صحة, آراء, فيديو"),
    "zh": _list("新闻, 国际, 中国, 政治, 经济, 财经, 社会, 文化, 体育, 科技, 健康, 评论, 视频"),
    "ja": _list("ニュース, 国際, 政治, 経済, 社会, 文化, スポーツ, 科学, オピニオン, 動画"),
}

# A line outside the article that has one of these anywhere is furniture, also when it is long.
ANYWHERE: dict[str, tuple[str, ...]] = {
    "en": (
        r"\b(?:we|this (?:web)?site|our (?:web)?site|our partners) uses? cookies\b",
        r"\ball rights reserved\b|^(?:©|\(c\)\s|copyright\s*(?:©|\(c\)|(?:19|20)\d\d))",
        r"\bsign up (?:for|to) (?:our|the|receive)\b|\bsubscribe to (?:our|the|get)\b|\bget our (?:free )?newsletter",
        r"\bdownload (?:our|the) (?:free )?app\b|\bfollow us on\b|\blike us on facebook\b",
        r"\bjoin our (?:telegram|whatsapp)",
        r"^(?:read|see|watch|listen|more|related|also read|read also|read more|see also|don't miss)\s*[:：]",
        r"^(?:photo|image|picture|credit|photo credit|image credit|tags?|topics?|filed under)\s*[:：]",
        r"^(?:share this|category|categories)\s*[:：]",
        r"^\d+\s+(?:comments?|shares?|views?|min(?:ute)?s?(?:\.|-|\s)+read)\b",
        r"^(?:comments?|shares?|views?)\s*[(:]?\s*\d",
        r"^(?:(?:last )?updated|published|posted)?\W*(?:\d+|an?|one) (?:minutes?|hours?|days?|weeks?) ago$",
        r"^(?:reading time|estimated reading time|read time)\b|^page \d+ of \d+$",
        r"\bplease enable javascript\b|\bjavascript is (?:disabled|required)\b|\byour browser (?:does not|doesn't)\b",
        r"\bby continuing (?:to use|to browse|on) (?:this|our|the)\b|\byou agree to our (?:terms|use)\b",
    ),
    "de": (
        r"\bcookies\b.*\b(?:verwenden|nutzen|zustimmen)\b",
        r"\balle rechte vorbehalten\b",
        r"^lesen sie (?:auch|mehr)\s*:",
    ),
    "fr": (r"\butilis\w+ des cookies\b", r"\btous droits réservés\b", r"^(?:à )?lire aussi\s*:"),
    "es": (
        r"\b(?:utiliza|usa|utilizamos|usamos) cookies\b",
        r"\btodos los derechos reservados\b",
        r"^le[ae] también\s*:",
    ),
    "pt": (
        r"\b(?:utiliza|usa|utilizamos|usamos) cookies\b",
        r"\btodos os direitos reservados\b",
        r"^leia (?:também|mais)\s*:",
    ),
    "it": (r"\b(?:utilizza|usa|utilizziamo) (?:i )?cookie\b", r"\btutti i diritti riservati\b", r"^leggi anche\s*:"),
    "nl": (r"\bgebruik\w* cookies\b", r"\balle rechten voorbehouden\b", r"^lees (?:ook|meer)\s*:"),
    "pl": (r"\b(?:używa|używamy) (?:plików )?cookies?\b", r"\bwszelkie prawa zastrzeżone\b"),
    "tr": (r"\bçerez\w* kullan", r"\btüm hakları saklıdır\b"),
    "ru": (r"\bиспользу\w+ (?:файлы )?cookie", r"\bвсе права защищены\b", r"^читайте также\s*:"),
    "ar": (r"جميع الحقوق محفوظة", r"ملفات تعريف الارتباط"),
    "zh": (r"版权所有|版權所有", r"^(?:标签|標籤|责任编辑|編輯|编辑)\s*[:：]"),
    "ja": (r"無断転載|©", r"^(?:タグ|カテゴリー?)\s*[:：]"),
}

# A line that begins so points to another article, also when it stands between two paragraphs.
TEASER: dict[str, tuple[str, ...]] = {
    "en": _list("read also, also read, see also, also see, read more, more on this, related, don't miss, don’t miss"),
    "de": _list("lesen sie auch, lesen sie mehr, mehr dazu, mehr zum thema, siehe auch"),
    "fr": _list("lire aussi, à lire aussi, voir aussi, à lire"),
    "es": _list("lea también, lee también, le puede interesar, te puede interesar"),
    "it": _list("leggi anche"),
    "pt": _list("leia também, leia mais, veja também"),
    "nl": _list("lees ook, lees meer, zie ook"),
    "pl": _list("czytaj także, czytaj też, zobacz także"),
    "tr": _list("ayrıca okuyun, bunu da okuyun"),
    "ru": _list("читайте также, смотрите также"),
    "ar": _list("اقرأ أيضا, اقرأ أيضاً, شاهد أيضا"),
    "zh": _list("相关阅读, 相關閱讀, 延伸阅读, 延伸閱讀"),
    "ja": _list("関連記事, あわせて読みたい"),
}

# What stands before a name; a colon may follow. Those of BY_COLON need it.
BY = {"en": ("by", "written by", "words by", "reported by"), "de": ("von",), "fr": ("par",), "es": ("por",)}
BY |= {"it": ("di",), "pt": ("por",), "nl": ("door",)}
BY_COLON: tuple[str, ...] = (
    "author",
    "authors",
    "autor",
    "autorin",
    "auteur",
    "autore",
    "auteurs",
    "автор",
    "yazan",
    "journalist",
)
BY_COLON += ("بقلم", "كتب", "الكاتب", "作者", "记者", "記者", "文", "reporter")
SOURCE: tuple[str, ...] = (
    "source",
    "sources",
    "quelle",
    "quellen",
    "fuente",
    "fonte",
    "bron",
    "źródło",
    "kaynak",
    "источник",
)
SOURCE += ("المصدر", "来源", "來源", "出典", "情報源")

STOP_LINES = frozenset(phrase for phrases in STOP.values() for phrase in phrases)
MENU_LINES = frozenset(word for words in MENU.values() for word in words)
ANYWHERE_PATTERN = re.compile("|".join(f"(?:{one})" for some in ANYWHERE.values() for one in some), re.IGNORECASE)
TEASER_PATTERN = re.compile(
    rf"\W*(?:{'|'.join(re.escape(one) for some in TEASER.values() for one in some)})\s*[:：|]", re.IGNORECASE
)
