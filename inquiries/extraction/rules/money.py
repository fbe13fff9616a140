"""What they want to spend: the upper figure of a range, its currency, and for whom or what."""

import re
from dataclasses import dataclass

from inquiries.extraction.document import Value
from inquiries.extraction.rules.page import Page
from inquiries.extraction.rules.text import words

# Currency as written, the longest first; where a sign is used in several countries the sender's country decides.
_CURRENCIES = {
    "EUR": r"€|eur|euros?", "GBP": r"£|gbp|pounds?(?:\s+sterling)?|quid|sterling",
    "CHF": r"chf|sfr\.?|franken|francs?\s+suisses?|franchi(?:\s+svizzeri)?",
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
_HOME = {
    "GB": "GBP", "CH": "CHF", "LI": "CHF", "US": "USD", "BR": "BRL", "IN": "INR", "AE": "AED", "SE": "SEK",
    "NO": "NOK", "DK": "DKK",
    "PL": "PLN", "CZ": "CZK", "ZA": "ZAR", "JP": "JPY", "TR": "TRY", "IL": "ILS", "TH": "THB", **_DOLLARS,
}  # fmt: skip
_SIGN = "|".join(f"(?:{source})" for source in _CURRENCIES.values())
_AMOUNT = r"\d{1,3}(?:[.,' ]\d{3})+(?:[.,](?:\d{2}|-))?|\d{1,7}(?:[.,]\d{1,2})?"
_THOUSAND = r"\s?(?:k(?!\w|m)|grand|mil(?!\w)|mila|tsd\.?|tausend|thousand|mille(?!\w)|duizend)"
_LAKH = r"\s?(?:lakhs?|lacs?|l(?!\w))"
_BETWEEN = r"\s*(?:\.[-–])?\s*(?:-|to|and|bis|und|a|et|y|e i|e|en|of|tot|ou|or|oder|o)\s*(?:i\s+|les\s+|los\s+)?"
_MONEY = re.compile(
    rf"(?<![\w.,/])(?:(?P<before>{_SIGN})\s?)?"
    rf"(?:(?P<low>{_AMOUNT})(?P<lowk>{_THOUSAND})?(?:\s?(?:{_SIGN}))?{_BETWEEN}(?:(?P<before2>{_SIGN})\s?)?)?"
    rf"(?P<high>{_AMOUNT})(?P<k>{_THOUSAND})?(?P<lakh>{_LAKH})?(?:\.-|,-)?(?:\s?(?P<after>{_SIGN})(?!\w))?(?![\d%]|"
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
    "discount", "rabatt", "upgrade",
)  # fmt: skip
_PERSON = re.compile(
    r"\b(?:pp|p\.\s?p\.?|p/p|per person|per pers|per head|a head|each|apiece|a piece|ea\b|per adult|/\s?(?:pers\w*|"
    r"person|pax|head|pp)|pro person|pro kopf|pro nase|"
    r"je person|p\. ?pers|jeweils|par personne|par pers\w*|par tete|chacun|por persona|por cabeza|por pax|cada "
    r"un[oa]?|por pessoa|por cabeca|"
    r"a persona|a testa|a testina|per persona|ciascuno|cadauno|per persoon|p\.p|per pax|pppn|per piece|per capita|"
    r"cada(?: um[ao]?| uno)?|chacune?|jeweils|ieder)(?!\w)"
    r"|/\s?(?:pers\w*|person\w*|pax|head|pp|tete|persoon|pessoa|persona)"
)
_NIGHT = re.compile(
    r"\b(?:per night|a night|/\s?night|pn|p/n|pro nacht|je nacht|die nacht|la nuit|par nuit|por noche|la noche|a "
    r"notte|per notte|por noite|a noite|per nacht)\b"
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


@dataclass
class _Sum:
    amount: float
    currency: str
    match: re.Match[str]
    score: int


def read(page: Page) -> Value | None:
    """`{"amount", "currency", "per"}` of the likeliest sum; each reading of a doubtful one as an option."""
    sums = [found for match in page.body.find(_MONEY) if (found := _weigh(page, match))]
    best = max(sums, key=lambda found: found.score, default=None)
    if best is None:
        return None
    per, end = _per(page, best.match)
    amount = int(best.amount) if best.amount == int(best.amount) else best.amount
    value = {"amount": amount, "currency": best.currency, "per": per}
    return Value(value, (page.body.quote(best.match.start(), max(best.match.end(), end)),))


def _weigh(page: Page, match: re.Match[str]) -> _Sum | None:
    """Money or just a number? With a sign it is; without one the words around it must speak of a budget."""
    flat = page.body.flat
    clause = page.clauses.at(match.start())
    sign = match["before"] or match["before2"] or match["after"]
    before, after = flat[max(0, match.start() - 45) : match.start()], flat[match.end() : match.end() + 30]
    near = before.rpartition("\n")[2] if "\n\n" in before else before
    wanted = bool(_WANTED.search(near) or _WANTED.search(after))
    per = bool(_PERSON.search(after[:16]) or _NIGHT.search(after[:14]))
    if not sign and not (_without_sign(match, near, per) and not _NO_MONEY.match(after)):
        return None
    amount = _amount(match["high"]) * (1000 if match["k"] else 1) * (100_000 if match["lakh"] else 1)
    if amount < 15 or clause.past:
        return None
    score = 4 * bool(sign) + 3 * wanted + per - 6 * bool(_UNWANTED.search(near[-28:]) or _UNWANTED.search(after[:14]))
    return _Sum(amount, _currency(page, sign), match, score) if score > 0 else None


_BUDGET = re.compile(
    r"(?:\b(?:budget\w*|presupuesto|orcamento|spend(?:ing)?|preislich|max(?:imum|imal|imo)?|tops|preis|prix|"
    r"price)\b(?:\s+(?:wise|is|of|ist|von|est|de|es|e|circa|around|about|approx|"
    r"etwa|ca|environ|total|we have|would be|up to|bis|hasta|ate|fino a|max|tra i|for|pp|per person))*|\bup to|"
    r"\bunder|\bbis zu|\bno more than)[\s:.~-]*$"
)


def _without_sign(match: re.Match[str], near: str, per: bool) -> bool:
    digits = match["high"].replace(" ", "")
    if match["k"] and match["k"].strip() in {"k", "grand", "tsd", "tsd.", "mila"}:
        return True
    return (bool(_BUDGET.search(near)) and len(digits) >= 3) or (
        per and len(digits) >= 3 and bool(_WANTED.search(near))
    )


def _amount(text: str) -> float:
    """ "16'000", "1.400", "1,400.50", "2.000,00" """
    plain = text.replace("'", "").replace(" ", "").rstrip("-.,")
    cents = re.search(r"[.,](\d{1,2})$", plain)
    whole = plain[: cents.start()] if cents else plain
    return float(re.sub(r"\D", "", whole) or 0) + (float(f"0.{cents[1]}") if cents else 0.0)


def _currency(page: Page, sign: str | None) -> str:
    country = page.country
    if not sign:
        return _HOME.get(country, "EUR" if country else "")
    plain = sign.strip()
    code = next(code for code, source in _CURRENCIES.items() if re.fullmatch(source, plain))
    if code in {"$", "peso"}:
        return _DOLLARS.get(country, "USD")
    return _KRONOR.get(country, "SEK") if code == "kr" else code


def _per(page: Page, match: re.Match[str]) -> tuple[str, int]:
    """Total unless it says otherwise beside the sum: after it, or in the words that lead to it."""
    flat = page.body.flat
    after, before = flat[match.end() : match.end() + 42], flat[max(0, match.start() - 30) : match.start()]
    after = re.split(r"[.!?;](?=\s|$)|\n\n", after)[0] if not re.match(r"\s*p\.\s?p", after) else after
    for per, pattern in (("person", _PERSON), ("night", _NIGHT)):
        if found := pattern.search(after):
            between = after[: found.start()]
            if not _TOTAL.match(between) and not re.search(r"\d", between):
                return per, match.end() + found.end()
    before = re.split(r"(?<!max)(?<!ca)[.!?;,](?=\s|$)", before)[-1]
    if _PERSON.search(before):
        return "person", 0
    return ("night", 0) if _NIGHT.search(before) else ("total", 0)
