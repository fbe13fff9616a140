"""What they want to spend: the upper figure of a range, its currency, and for whom or what."""

import re
from dataclasses import dataclass

from inquiries.extraction.document import Value
from inquiries.extraction.rules.page import Page
from inquiries.extraction.rules.text import words

# Currency as written, the longest first; where a sign is used in several countries the sender's country decides.
_CURRENCIES = {
    "EUR": r"€|eur|euros?", "GBP": r"£|gbp|pounds?(?:\s+sterling)?|quid|sterling",
    "CHF": r"chf|sfr\.?|(?:schweizer\s+)?franken|(?:swiss\s+)?francs?(?:\s+suisses?|"
    r"(?!\s+(?:cfa|cfp|pacifique|belg\w+))(?!\w))|franchi(?:\s+svizzeri)?",
    "USD": r"us\s?\$|usd|us dollars?|dollars? us|dolares(?:\s+americanos)?", "BRL": r"r\$|brl|reais",
    "AUD": r"a\$|au\$|aud|aussie dollars?",
    "CAD": r"c\$|ca\$|cad", "NZD": r"nz\$|nzd", "INR": r"₹|inr|rs\.?|rupees?", "MXN": r"mxn|mx\$|pesos mexicanos",
    "AED": r"aed|dirhams?|dhs", "SEK": r"sek", "NOK": r"nok", "DKK": r"dkk", "PLN": r"pln|zl", "CZK": r"czk",
    "ZAR": r"zar|rand",
    "JPY": r"jpy|¥|yen", "TRY": r"₺|try|lira", "ILS": r"₪|ils", "ARS": r"ars|pesos argentinos", "THB": r"thb|baht",
    "$": r"\$|dollars?|dolares|bucks",
    "peso": r"pesos", "kr": r"kr\.?|kronor|kroner",
}  # fmt: skip
_DOLLARS = {
    "US": "USD",
    "CA": "CAD",
    "AU": "AUD",
    "NZ": "NZD",
    "SG": "SGD",
    "HK": "HKD",
    "MX": "MXN",
    "AR": "ARS",
    "CL": "CLP",
    "CO": "COP",
}
_KRONOR = {"SE": "SEK", "NO": "NOK", "DK": "DKK", "IS": "ISK"}
_SIGN = "|".join(f"(?:{source})" for source in _CURRENCIES.values())
_AMOUNT = r"\d{1,3}(?:[.,' ]\d{3})+(?:[.,](?:\d{2}|-))?|\d{1,7}(?:[.,]\d{1,2})?"
_THOUSAND = r"\s?(?:k(?!\w|m)|grand|mil(?!\w)|mila|tsd\.?|tausend|thousand|mille(?!\w)|duizend)"
_MILLION = (
    r"\s?(?:mio\.?|mill(?:ion(?:s|es|en|i)?|ones)?|milhao|milhoes|milion[ei]|miljoen|m(?:ln|io))(?!\w)"
    r"(?:\s+d[ei](?!\w))?"
)
_LAKH = r"\s?(?:lakhs?|lacs?|l(?!\w))"
_BETWEEN = r"\s*(?:\.[-–])?\s*(?:-|to|and|bis|und|a|et|y|e i|e|en|of|tot|ou|or|oder|o)\s*(?:i\s+|les\s+|los\s+)?"
MONEY = re.compile(
    rf"(?<![\w.,/])(?:(?P<before>{_SIGN})\s?)?"
    rf"(?:(?P<low>{_AMOUNT})(?P<lowk>{_THOUSAND})?(?:\s?(?:{_SIGN}))?{_BETWEEN}(?:(?P<before2>{_SIGN})\s?)?)?"
    rf"(?P<high>{_AMOUNT})(?P<k>{_THOUSAND})?(?P<lakh>{_LAKH})?(?P<million>{_MILLION})?"
    rf"(?:\.-|,-)?(?:\s?(?P<after>{_SIGN})(?!\w))?(?![\d%]|"
    rf"[.,/]\d)"
)
_WANTED = words(
    "budget\\w*", "max\\w*", "up to", "under", "no more than", "not more than", "spend\\w*", "tops", "all in",
    "altogether", "in total", "cap(?:ped)?", "limit",
    "set aside", "around", "about", "region of", "afford", "between us", "have", "bis(?: zu)?", "hochstens",
    "insgesamt", "zusammen", "ausgeben", "rechnen",
    "preislich", "mehr als", "etwa", "ca", "jusqu'a", "jusqu'", "maximum", "grand max", "disposons", "depenser",
    "comptez", "environ", "hasta", "presupuesto",
    "gastar", "maximo", "unos", "alrededor", "orcamento", "ate", "gastar", "no total", "massimo", "fino a",
    "spendere", "tot", "besteden", "maximaal", "ongeveer",
    "in tutto", "en tout", "samen", "pp", "p\\.p", "per person", "each", "monter", "prezzo", "preis", "price", "cost",
)  # fmt: skip
_UNWANTED = words(
    "quoted? (?:us )?(?:at )?", "deposit", "paid", "charged?", "refund\\w*", "invoice", "fee", "fine", "excess",
    "anzahlung", "bezahlt", "gezahlt", "rechnung",
    "paye", "acompte", "facture", "pagado", "factura", "sena", "pagat[oa]", "fattura", "caparra", "pago", "pagamos",
    "fatura", "betaald", "factuur",
    "voucher", "per month", "per week", "par semaine", "commission", "off", "cheaper", "gutschein", "taxi", "save",
    "discount", "rabatt", "upgrade", "gone up", "went up", "goes up", "increas\\w*", "surcharge", "aufpreis",
    "zuschlag", "teurer", "dearer",
    "more expensive", "plus cher", "mas caro", "piu caro", "mais caro", "duurder", "supplement\\w*", "suplemento",
    "supplemento", "toeslag",
)  # fmt: skip
_HEAD = (
    r"(?:pers(?:on\w*|onn?es?)?|kopf|nase|schnauze|teilnehmer\w*|schuler\w*|reisende[nr]?|gast|mitarbeiter\w*|"
    r"erwachsene[nr]?|head|pax|adult\w*|traveller|"
    r"traveler|guest|participant\w*|student\w*|pupil|employee|delegate|member|couple|tete|pipe|eleve|adulte|"
    r"voyageur|salarie|cabeza|barba|"
    r"alumn[oa]|viajero|asistente|empleado|testa|studente|alunno|partecipante|viaggiatore|cabeca|alun[oa]|"
    r"participante|pessoa|persona|persoon|deelnemer|leerling|"
    r"hoofd|neus|volwassene)"
)
_PERSON = re.compile(
    rf"\b(?:pp|p\.\s?p\.?|p/p|ppl|(?:per|pro|je|par|por|a|cada|each|every|jeder?)\s+{_HEAD}(?!\w)|each|apiece|"
    rf"a piece|ea\b|/\s?pp|p\. ?pers|"
    r"jeweils|chacune?|cada un[oa]?|a testina|ciascun[oa]|cadauno|p\.p|pppn|per piece|per capita|"
    r"cada(?: um[ao]?| uno)?|jeweils|ieder|elk)(?!\w)"
    rf"|/\s?(?:pp|{_HEAD})(?!\w)"
)
_NIGHT = re.compile(
    r"\b(?:(?:per|a|each|pro|je|die|la|par|por|cada|une|de|alla|all'|il|a|by|une)\s+(?:night|nacht|nuit|nuitee|"
    r"noche|notte|noite|pernottamento)|"
    r"nightly|pn|p/n|p\. ?n\.)(?!\w)"
    r"|/\s?(?:night|nacht|nuit|noche|notte|noite)"
)
_TOTAL = re.compile(
    r"^[^.!?\n]{0,25}\b(?:for everything|in total|total|altogether|all in|for all|for both|fur alles|insgesamt|"
    r"zusammen|pour tout|pour nous deux|en tout|au total|"
    r"en total|para todos|in tutto|in due|no total|in totaal|samen|between us|the lot|for us|together)\b"
)
_NO_MONEY = re.compile(
    r"^\s*(?:\*|nights?|people|pax|adults?|kids|stars?|star|sterne|nachte|personen|uhr|km|days?|weeks?|years?|ans|"
    r"anos|jahre|am\b|pm\b|st\b|nd\b|rd\b|th\b|mth|x\b|%|per cent|min|hour|h\b|kg|m2)"
)  # fmt: skip


# "from £149" is somebody's offer, "my son thinks £4,000 is plenty" somebody's opinion.
_ADVERT = re.compile(
    r"\b(?:from(?: only| just)?|ab|schon ab|des|a partir de|desde|a partire da|vanaf|"
    r"starting at)\s*$"
)
_HEARSAY = re.compile(
    r"\b(?:says?|said|thinks?|reckons?|told|quoted|meint|sagt|findet|denkt|dit|pense|trouve|dice|piensa|cree|pensa|"
    r"crede|acha|diz|zegt|denkt|vindt)\b[^.!?]*$"
)
_WISH_TO = re.compile(
    r"\b(?:vorremmo|vorrei|would like|want to|don't want|do not want|mochten|wollen|voudrions|voudrais|querriamos|"
    r"queremos|quisieramos|gostariamos|queremos|willen)\b"
)
# The figure that somebody adds as the very last one: "4.000 wären die Schmerzgrenze".
_AT_MOST = re.compile(
    r"\s*(?:€|eur\w*|£|\$)?\s*(?:(?:would be|is|being|ware\w*|ist|sind|serait|est|serian?|es|sarebbe|e|seria|zou|"
    r"is)\s+(?:the|die|das|der|la|le|el|il|o|de|het|zijn)?\s*"
    r"(?:\w+\s+)?(?:limit|maximum|max|ceiling|schmerzgrenze|obergrenze|maximum|limite|plafond|tope|massimo|maximo|"
    r"grens|uiterste)"
    r"|(?:at a push|at most|tops|allerhochstens|a la limite|como mucho|al massimo|no maximo|hooguit))\b"
)

_MOST_BEFORE = re.compile(
    r"[,;.(]\s*(?:at most|max(?:imum|imal|imo|imaal)?\.?|hochstens|allerhochstens|massimo|al massimo|"
    r"au maximum|maxi|como mucho|"
    r"no maximo|hooguit)\s*(?:€|£|\$)?\s*$"
)


@dataclass
class _Sum:
    amount: float
    currency: str
    match: re.Match[str]
    score: int


def read(page: Page) -> Value | None:
    """`{"amount", "currency", "per"}` of the likeliest sum; each reading of a doubtful one as an option."""
    sums = [found for match in page.body.find(MONEY) if (found := _weigh(page, match))]
    best = max(sums, key=lambda found: found.score, default=None)
    if best is None:
        return None
    per, end = per_whom(page, best.match)
    currency = best.currency or _only_currency(page)
    best = _last_word(page, best)
    amount = int(best.amount) if best.amount == int(best.amount) else best.amount
    value = {"amount": amount, "currency": currency, "per": per}
    return Value(value, (page.body.quote(best.match.start(), max(best.match.end(), end)),))


def _last_word(page: Page, best: _Sum) -> _Sum:
    """A higher figure behind it that is called the limit."""
    start = best.match.end()
    for match in MONEY.finditer(page.body.flat, start, min(start + 60, len(page.body.flat))):
        amount = _amount(match["high"]) * (1000 if match["k"] else 1)
        called = _AT_MOST.match(page.body.flat, match.end()) or _MOST_BEFORE.search(
            page.body.flat, start, match.start()
        )
        if amount > best.amount and called:
            return _Sum(amount, best.currency, match, best.score)
    return best


def _weigh(page: Page, match: re.Match[str]) -> _Sum | None:
    """Money or just a number? With a sign it is; without one the words around it must speak of a budget."""
    flat = page.body.flat
    clause = page.clauses.at(match.start())
    sign = match["before"] or match["before2"] or match["after"]
    before = flat[max(0, match.start() - 45) : match.start()].replace("\n", " ")
    after = flat[match.end() : match.end() + 30].replace("\n", " ")
    near = before.rpartition("  ")[2] if "  " in before else before
    wanted = bool(_WANTED.search(near) or _WANTED.search(after) or _BUDGET.search(near))
    per = bool(_PERSON.search(after[:16]) or _NIGHT.search(after[:14]))
    if not sign and not (_without_sign(match, near, per, after) and not _NO_MONEY.match(after)):
        return None
    amount = amount_of(match)
    amount *= 1_000_000 if match["million"] else 1
    if amount < 15 or (clause.past and not _WISH_TO.search(before)):
        return None
    score = 4 * bool(sign) + 3 * wanted + per - 6 * bool(_UNWANTED.search(near[-28:]) or _UNWANTED.search(after[:14]))
    score -= 9 * bool(_ADVERT.search(near) and not match["low"]) + 3 * bool(_HEARSAY.search(near))
    score += bool(_TOTAL.match(after))
    return _Sum(amount, currency_of(page, sign), match, score) if score > 0 else None


# What leads to a figure that is money though it has no sign: a limit, or a verb of paying.
_LIMIT = (
    r"(?:up to|under|below|over|above|less than|(?:no|not) more than|at most|maximum(?: of)?|max\.?|tops|bis zu|unter|"
    r"hochstens|maximal|nicht (?:mehr als|uber)|weniger als|"
    r"(?:pas |non )?plus de|moins de|au plus|jusqu'a|ne (?:pas )?depasse\w*(?: pas)?|hasta|(?:no )?mas de|menos de|"
    r"como mucho|como maximo|maximo|tope|"
    r"(?:non )?(?:piu di|oltre(?: i)?)|meno di|al massimo|massimo|fino a|ate|(?:nao )?mais (?:de|que)|menos de|"
    r"no maximo|maximo de|"
    r"(?:niet )?meer dan|minder dan|hooguit|maximaal|tot)"
)
_BUDGET = re.compile(
    rf"(?:\b(?:budget\w*|presupuesto|orcamento|spend(?:ing)?|preislich|maximal|imo|tops|preis|prix|prezzo|preco|"
    rf"prijs|"
    r"price|cost\w*|kosten|kostet|coute\w*|couter|costar\w*|cuesta|spendere|spesa|gastar|gasto|besteden|ausgeben|"
    r"depenser|spendieren|kwijt)\b"
    r"(?:\s+(?:wise|is|of|ist|von|est|de|es|e|circa|around|about|approx|so|was|um|die|rund|"
    rf"etwa|ca|environ|total|we have|would be|sera|serait|seria|{_LIMIT}|tra i|for|pp|per person))*|"
    rf"\b{_LIMIT})[\s:,.~-]*(?:so\s+|i\s+|los\s+|les\s+|die\s+|de\s+)*$"
)
_PER_BEFORE = re.compile(
    r"\b(?:so|about|around|circa|ca\.?|rund|etwa|environ|unos|como|circa|cerca de|zo'n|ongeveer)\s*$"
)
_YEAR = re.compile(r"(?:19|20)\d\d")


def _without_sign(match: re.Match[str], near: str, per: bool, after: str) -> bool:
    digits = match["high"].replace(" ", "")
    if match["k"] and match["k"].strip() in {"k", "grand", "tsd", "tsd.", "mila"}:
        return True
    limit = bool(_BUDGET.search(near))
    if len(digits) < 3 or (_YEAR.fullmatch(digits) and not limit):
        return bool(limit and match["k"])
    whole = _TOTAL.match(after) and (_PER_BEFORE.search(near) or limit)
    return limit or bool(whole) or per


def amount_of(match: re.Match[str]) -> float:
    """ "3k", "2 lakh"; millions are left to the caller."""
    return _amount(match["high"]) * (1000 if match["k"] else 1) * (100_000 if match["lakh"] else 1)


def _amount(text: str) -> float:
    """ "16'000", "1.400", "1,400.50", "2.000,00" """
    plain = text.replace("'", "").replace(" ", "").rstrip("-.,")
    cents = re.search(r"[.,](\d{1,2})$", plain)
    whole = plain[: cents.start()] if cents else plain
    return float(re.sub(r"\D", "", whole) or 0) + (float(f"0.{cents[1]}") if cents else 0.0)


def currency_of(page: Page, sign: str | None) -> str:
    country = page.country
    if not sign:
        return ""  # a currency that nobody named is not known
    plain = sign.strip()
    code = next(code for code, source in _CURRENCIES.items() if re.fullmatch(source, plain))
    if code in {"$", "peso"}:
        return _DOLLARS.get(country, "USD")
    return _KRONOR.get(country, "SEK") if code == "kr" else code


_NAMED = re.compile(r"(?<![^\W\d])(?P<sign>€|£|euros?|eur|gbp|pounds|chf|franken|usd|reais|r\$)(?!\w)")


def _only_currency(page: Page) -> str:
    """The one that the message names elsewhere."""
    named = {currency_of(page, match["sign"]) for match in _NAMED.finditer(page.body.flat)}
    return named.pop() if len(named) == 1 else ""


def per_whom(page: Page, match: re.Match[str]) -> tuple[str, int]:
    """Total unless it says otherwise beside the sum: after it, or in the words that lead to it."""
    flat = page.body.flat
    clause = page.clauses.sentence(match.start())[0]
    after = flat[match.end() : match.end() + 42].replace("\n", " ")
    before = flat[max(clause, match.start() - 60) : match.start()].replace("\n", " ")
    after = re.split(r"[.!?;](?=\s|$)|\n\n", after)[0] if not re.match(r"\s*p\.\s?p", after) else after
    for per, pattern in (("person", _PERSON), ("night", _NIGHT)):
        if found := pattern.search(after):
            between = after[: found.start()]
            if not _TOTAL.match(between) and not re.search(r"\d", between):
                return per, match.end() + found.end()
    before = re.split(r"(?<!max)(?<!ca)[.!?;,](?=\s|$)|\d", before)[-1]
    if _PERSON.search(before):
        return "person", 0
    return ("night", 0) if _NIGHT.search(before) else ("total", 0)
