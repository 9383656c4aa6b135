"""Words of dates in several languages: months, weekdays, and what stands around a date on a line of its own."""

from __future__ import annotations

_MONTHS = (
    ("january jan januar janvier janv enero ene gennaio gen janeiro januari stycznia styczeń ocak января январь يناير"),
    (
        "february feb februar février févr fevrier febrero febbraio "
        "fevereiro fev februari lutego luty şubat февраля февраль فبراير"
    ),
    "march mar märz marz mars marzo março maart marca marzec mart марта март مارس",
    "april apr avril avr abril abr aprile kwietnia kwiecień nisan апреля апрель أبريل إبريل",
    "may mai mayo maggio mag maio mei maja maj mayıs мая май مايو",
    "june jun juni juin junio giugno giu junho czerwca czerwiec haziran июня июнь يونيو",
    "july jul juli juillet juil julio luglio lug julho lipca lipiec temmuz июля июль يوليو",
    "august aug août aout agosto ago agustus sierpnia sierpień ağustos августа август أغسطس",
    ("september sep sept septembre septiembre settembre set setembro września wrzesień eylül сентября сентябрь سبتمبر"),
    (
        "october oct oktober okt octobre octubre ottobre ott "
        "outubro out października październik ekim октября октябрь أكتوبر"
    ),
    "november nov novembre noviembre novembro listopada listopad kasım ноября ноябрь نوفمبر",
    (
        "december dec dezember dez décembre déc decembre diciembre "
        "dic dicembre dezembro grudnia grudzień aralık декабря ديسمبر"
    ),
)
MONTHS: dict[str, int] = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


WEEKDAYS = _words(
    """
    cuma cumartesi czwartek dienstag dimanche dinsdag domenica domingo donderdag donnerstag freitag fri friday
    giovedì jeudi jueves lundi lunedì lunes maandag mardi martedì martes mercoledì mercredi mittwoch miércoles mon
    monday montag niedziela pazar pazartesi perşembe piątek poniedziałek quarta-feira quinta-feira sabato salı
    samedi samstag sat saturday segunda-feira sexta-feira sobota sonntag sun sunday sábado terça-feira thu thur
    thurs thursday tue tues tuesday vendredi venerdì viernes vrijdag wed wednesday woensdag wtorek zaterdag zondag
    çarşamba środa воскресенье вторник понедельник пятница среда суббота четверг الأحد الأربعاء الإثنين الاثنين
    الثلاثاء الجمعة الخميس السبت 土曜日 日曜日 星期一 星期三 星期二
    星期五 星期六 星期四 星期日 月曜日 木曜日 水曜日 火曜日 金曜日
    """
)
DATE_WORDS = _words(
    """
    a a.m actualizado aggiornato aktualisiert aktualizacja alle am and as ast at atualizado bijgewerkt bst cest
    cet created date de del dnia dodano edited edt el em est et first gepubliceerd gmt godz güncelleme h hrs il
    ist jour las last le los mis modified modifié o'clock of om on op opublikowano ore p.m pdt pm posted pst pt
    pubblicato publicado publication publie published publié saat stand tarih tarihi the time trt uhr um update
    updated utc veröffentlicht yayın yayınlanma à às в г
    года обновлено опубликовано النشر تاريخ تحديث نشر 公開 发布
    发布时间 更新 更新日 更新时间 配信
    """
)
