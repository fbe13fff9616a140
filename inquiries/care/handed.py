"""Whether somebody says that what they send is a passport, an identity card, a licence or a card to pay with. Pure.

"Here is my passport" is, "do we need passports?" is not. A picture that is covered without need costs a click, one that
is not costs more: in doubt what stands in a short caption counts.
"""

import re

_PAPER = (
    r"(?:passports?|passeports?|pasaportes?|passaport[oie]s?|paspoort\w*|reise ?p(?:a|ä)ss\w*|(?:personal)?ausweis\w*|"
    r"(?:mein|dein|sein|ihr|unser|eur)\w* p(?:a|ä)ss(?:e|en)?|(?:my|our|his|her|their) ids?|id[ -]?cards?|"
    r"identity cards?|cartes? (?:nationales? )?d['’]identit(?:é|e)|cni|dni|documentos? de identidad|"
    r"cart[ae] d['’]identit(?:à|a)|bilhetes? de identidade|cart(?:ã|a)o de cidad(?:ã|a)o|"
    r"identiteits(?:kaart|bewijs)\w*|"
    r"driv(?:ing|er['’]?s?) licen[cs]es?|f(?:ü|ue)hrerschein\w*|permis de conduire|"
    r"(?:carn(?:é|e)|permiso|carta|patente) (?:de|di) (?:conducir|condu(?:ç|c)(?:ã|a)o|guida)|rijbewij[sz]\w*|"
    r"(?:credit|debit)[ -]?cards?|kreditkarten?|cartes? (?:bancaires?|bleues?|de cr(?:é|e)dit)|"
    r"(?:tarjeta|carta|cart(?:ã|a)o) (?:de|di) cr(?:é|e)dito|creditcards?)"
)
# It is here.
_HERE = (
    r"(?:here(?:['’]s| (?:is|are|comes?|you (?:go|are)))?|(?:please )?find|attach(?:ed|ing)?|enclos(?:ed|ing)|"
    r"hier (?:ist|sind|kommt|kommen|is|zijn)|hier(?=[ :,])|anbei|im anhang|angeh(?:ä|ae)ngt|beigef(?:ü|ue)gt|"
    r"voici|voil(?:à|a)|ci[- ]joint\w*|en pi(?:è|e)ce jointe|je vous joins|aqu(?:í|i) (?:est(?:á|a)n?|ten(?:e|é)is|"
    r"tienes?|va|van|le|te|est(?:ã|a)o|v(?:ã|a)o|vai)|(?:le |te )?adjunt\w+|ecco(?:vi|le|ti|mi)?|in allegato|allego|"
    r"segue[mn]?|em anexo|anexo|hierbij|bijgevoegd|bijgaand|in de bijlage)"
)
_BEHIND = (
    r"(?:attached|enclosed|below|anbei|im anhang|angeh(?:ä|ae)ngt|beigef(?:ü|ue)gt|ci[- ]joint\w*|"
    r"en pi(?:è|e)ce jointe|adjunt[oa]s?|(?:in )?allegat[oiae]|em anexo|anexad[oa]s?|bijgevoegd|hierbij)"
)
# It is, unless it is yet to come.
_THIS = (
    r"(?:th(?:is|at)(?:['’]s| is| was)|th(?:e|o)se are|send(?:ing)?|sent|scanned|das (?:ist|sind)|schick\w*|send\w*|"
    r"c['’]est|(?:j['’]|vous )?envoie|est(?:e|o|os) (?:es|é|son)|(?:env(?:í|i)o|mando|invio)|quest[oi] (?:è|sono)|"
    r"dit (?:is|zijn)|stuur|copy|copies|scans?|photos?|pictures?|pics?|kopien?|fotos?|copies?|copias?|c(?:ó|o)pias?|"
    r"cop(?:ia|ie))"
)
_NOT_THE_PAPER = r"(?:forms?|rules?|requirements?|info\w*|office|application|photo (?:rules|size)|control|antrag)"
_YET_OR_NOT = (
    r"(?:need\w*|require\w*|do (?:we|i|you|they)|does|should|must|have to|will|['’]ll|going to|later|tomorrow|soon|"
    r"when|if|whether|without|no|not|\w+n['’]t|never|lost|stolen|expir\w*|renew\w*|valid\w*|apply|applied|"
    r"can you|could you|please send|brauch\w*|ben(?:ö|oe)tig\w*|m(?:ü|ue)ss\w*|soll\w*|nicht|kein\w*|morgen|"
    r"sp(?:ä|ae)ter|verloren|abgelaufen|g(?:ü|ue)ltig|beantrag\w*|wenn|ob|besoin|faut|doi\w+|demain|pas|perdu\w*|valable\w*|si|"
    r"necesit\w*|falta|mañana|perd\w*|caduc\w*|serv\w*|bisogno|domani|non|scad\w*|precis\w*|amanh(?:ã|a)|n(?:ã|a)o|"
    r"nodig|moet\w*|niet|geen|verlopen|kwijt|straks|als)"
)
_CLAUSE = r"(?:\b(?:i|we|ich|wir|je|nous|yo|io|eu|ik|wij|what|which|about|for|hotel\w*)\b)"
_KNOWS = re.compile(rf"\b{_PAPER}(?!\w)", re.IGNORECASE)
_SENTENCE = re.compile(r"[^.!?;\n]+[.!?;\n]?")
_GAP = r"(?P<gap>[^.!?;\n]{0,45}?)"
_SURE = re.compile(rf"\b{_HERE}{_GAP}(?<!\w){_PAPER}(?!\w)(?! {_NOT_THE_PAPER})", re.IGNORECASE)
_LIKELY = re.compile(
    rf"\b(?:{_THIS}{_GAP}(?<!\w){_PAPER}(?!\w)(?! {_NOT_THE_PAPER})"
    rf"|{_PAPER}(?!\w)(?! {_NOT_THE_PAPER})[^.!?;\n]{{0,30}}?\b{_BEHIND}\b)",
    re.IGNORECASE,
)
_VERB = r"(?:is|are|was|were|has|have|ist|sind|est|sont|es|son|è|sono|(?:é|s(?:ã|a)o)|zijn)"
_BARE = re.compile(
    rf"\W*(?:[\w'’-]+\W+){{0,3}}?{_PAPER}(?!\w)(?! (?:{_NOT_THE_PAPER}|{_VERB}\b))(?:\W+[\w'’-]+){{0,4}}\W*",
    re.IGNORECASE,
)
_STOPS = re.compile(rf"(?<!\w)(?:{_YET_OR_NOT})(?!\w)|{_CLAUSE}|\b{_NOT_THE_PAPER}\b", re.IGNORECASE)
_OPEN = re.compile(rf"(?<!\w){_YET_OR_NOT}(?!\w)", re.IGNORECASE)
_CAPTION = 200  # characters: more is a letter


def says(text: str, *, caption: bool = False) -> bool:
    """Whether the text says so. `caption`: it stands with the picture, where "Dan's passport" is enough."""
    if not _KNOWS.search(text):
        return False
    short = caption and len(text) <= _CAPTION
    return any(_hands_over(sentence[0], short) for sentence in _SENTENCE.finditer(text)) or _is_bare(text)


def _hands_over(sentence: str, short: bool) -> bool:
    if any(not _STOPS.search(found["gap"]) for found in _SURE.finditer(sentence)):
        return True
    if sentence.rstrip().endswith("?") or _OPEN.search(sentence):
        return False
    if any(not _STOPS.search(found["gap"] or "") for found in _LIKELY.finditer(sentence)):
        return True
    return short and any(_is_bare(clause) for clause in sentence.split(","))


def _is_bare(text: str) -> bool:
    """ "Passport", "my passport 1/2", "Dan's passport for the booking": nothing but that."""
    whole = text.strip()
    return len(whole) <= 60 and "?" not in whole and bool(_BARE.fullmatch(whole)) and not _OPEN.search(whole)


__all__ = ["says"]
