"""How an agency's own words promise something, in seven languages: patterns for flat text (extraction/rules/text.py).

Each language has what it takes to tell a promise from its neighbours: who acts and what they will do, what makes it no
promise (a condition, a negation, somebody else's words, the past), and where a request to the customer begins.
"""

import re
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True)
class Words:
    """`promise`: we will do something. `never`: words that make the whole sentence none. `request`: what follows is
    asked of the customer. `by`: words before a deadline, a weekday or date stands behind them."""

    promise: re.Pattern[str]
    never: re.Pattern[str]
    request: re.Pattern[str]
    by: str


_THING = {
    "en": r"(?:\w+ ){0,5}?(?:offers?|quotes?|quotations?|options?|proposals?|answers?|prices?|itinerary|itineraries|"
    r"documents?|"
    r"vouchers?|tickets?|invoices?|suggestions?|details|programme|contract|call)",
    "de": r"(?:\w+ ){0,5}?(?:angebote?|vorschlage?|optionen|antwort|preise|unterlagen|dokumente|rechnung|tickets?|"
    r"reiseplan|"
    r"bestatigung|von (?:mir|uns))",
    "fr": r"(?:[\w']+ ){0,5}?(?:devis|offres?|propositions?|options|reponse|tarifs|documents|billets|facture|programme|"
    r"de (?:mes|nos) nouvelles)",
    "es": r"(?:\w+ ){0,5}?(?:presupuesto|propuestas?|ofertas?|opciones|respuesta|precios|documentos|documentacion|"
    r"factura|"
    r"noticias (?:mias|nuestras))",
    "it": r"(?:[\w']+ ){0,5}?(?:preventivo|offert[ae]|propost[ae]|opzioni|risposta|prezzi|documenti|fattura|"
    r"(?:mie|nostre) notizie)",
    "pt": r"(?:\w+ ){0,5}?(?:orcamento|propostas?|ofertas?|opcoes|resposta|precos|documentos|documentacao|fatura|"
    r"noticias (?:minhas|nossas))",
    "nl": r"(?:\w+ ){0,5}?(?:offerte|voorstel(?:len)?|opties|antwoord|prijzen|documenten|factuur|bericht|van (?:mij|"
    r"ons))",
}
_EN = (
    r"send|email|e-mail|mail|call|ring|phone|text|message|write|get back|come back|be back|be in touch|be in contact|"
    r"get in touch|"
    r"let you know|answer|reply|respond|confirm|follow up|forward|update you|prepare|put together|share|give you|"
    r"look into|find out|check|have (?:\w+ ){1,6}?(?:ready|for you)|get (?:\w+ ){1,6}?(?:to|over to) you|make you"
)
_DE = (
    r"melden?(?= (?:mich|uns|ich|wir))|schicken?|senden?|mailen?|rufen?|geben?|antworten?|liefern?|leiten?|"
    r"erstellen?|stellen?|"
    r"bestatigen?|prufen?|klaren?|kommen?|lassen?|schreiben?|informieren?|telefonieren?|sage|machen?"
)
_DE_END = (
    r"melden|schicken|zuschicken|senden|zusenden|ubersenden|mailen|anrufen|zuruckrufen|antworten|bescheid geben|"
    r"schreiben|"
    r"zukommen lassen|bestatigen|klaren|prufen|erstellen|ausarbeiten|nachreichen|informieren"
)
_FR = (
    r"envoie|envoies|enverrai|enverrons|envoyons|rappelle|rappellerai|rappelons|rappellerons|appelle|appellerai|"
    r"appelons|"
    r"appellerons|recontacte|recontacterai|recontactons|recontacterons|contacterai|contacterons|ecris|ecrirai|ecrivons|"
    r"ecrirons|transmets|transmettrai|transmettons|transmettrons|confirme|confirmerai|confirmons|confirmerons|reponds|"
    r"repondrai|repondons|repondrons|tiens|tiendrai|tenons|tiendrons|fais|ferai|faisons|ferons|prepare|preparerai|"
    r"preparons|preparerons|donne|donnerai|donnons|donnerons|adresse|adresserai|adressons|adresserons|soumets|"
    r"soumettrai|"
    r"soumettrons|reviens|reviendrai|revenons|reviendrons"
)
_FR_INF = (
    r"envoyer|rappeler|appeler|recontacter|contacter|ecrire|transmettre|confirmer|repondre|tenir|faire|preparer|donner|"
    r"adresser|soumettre|revenir"
)
_ES = (
    r"mando|mandare|mandamos|mandaremos|envio|enviare|enviamos|enviaremos|llamo|llamare|llamamos|llamaremos|escribo|"
    r"escribire|escribimos|escribiremos|confirmo|confirmare|confirmamos|confirmaremos|respondo|respondere|"
    r"responderemos|"
    r"contesto|contestare|contestaremos|paso|pasare|pasamos|pasaremos|hago llegar|hare llegar|haremos llegar|aviso|"
    r"avisare|"
    r"avisamos|avisaremos|digo|dire|diremos|preparo|preparare|preparamos|prepararemos"
)
_ES_INF = r"mandar|enviar|llamar|escribir|confirmar|responder|contestar|pasar|hacer llegar|avisar|decir|preparar"
_IT = (
    r"mando|mandero|mandiamo|manderemo|invio|inviero|inviamo|invieremo|spedisco|spediro|chiamo|chiamero|chiamiamo|"
    r"chiameremo|"
    r"richiamo|richiamero|richiameremo|scrivo|scrivero|scriviamo|scriveremo|confermo|confermero|confermiamo|"
    r"confermeremo|"
    r"rispondo|rispondero|rispondiamo|risponderemo|ricontatto|ricontattero|ricontattiamo|ricontatteremo|"
    r"faccio (?:sapere|avere)|"
    r"faro (?:sapere|avere)|facciamo (?:sapere|avere)|faremo (?:sapere|avere)|preparo|preparero|prepariamo|prepareremo|"
    r"aggiorno|aggiornero|aggiorniamo|aggiorneremo|giro|girero"
)
_PT = (
    r"envio|enviarei|enviamos|enviaremos|mando|mandarei|mandamos|mandaremos|ligo|ligarei|ligamos|ligaremos|escrevo|"
    r"escreverei|"
    r"escreveremos|respondo|responderei|respondemos|responderemos|confirmo|confirmarei|confirmamos|confirmaremos|"
    r"aviso|avisarei|avisamos|avisaremos|entro em conta(?:c)?to|entrarei em conta(?:c)?to|entraremos em conta(?:c)?to|"
    r"dou|darei|daremos|preparo|prepararei|preparamos|prepararemos|passo|passarei|volto a|voltarei a"
)
_PT_INF = (
    r"enviar|mandar|ligar|escrever|responder|confirmar|avisar|entrar em conta(?:c)?to|dar|preparar|passar|retornar"
)
_NL = (
    r"stuur|sturen|bel|bellen|mail|mailen|kom|komen|laat|laten|neem|nemen|bezorg|bezorgen|bevestig|bevestigen|antwoord|"
    r"antwoorden|reageer|reageren|zoek|zoeken|maak|maken|geef|geven|app|appen"
)

_PROMISES = {
    "en": rf"(?:i|we)(?:'ll| will| shall|'m going to| am going to|'re going to| are going to) (?:\w+ ){{0,3}}?(?:{_EN})"
    r"|(?:i'm|i am|we're|we are) (?:sending|calling|emailing|getting back)"
    r"|(?:you will|you'll) (?:\w+ )?(?:hear (?:back )?from (?:me|us)"
    rf"|(?:have|receive|get) {_THING['en']})"
    rf"|(?:my|our|your|the) {_THING['en']} will (?:be with you|be in your|reach you|be ready|follow)"
    rf"|expect (?:my|our) {_THING['en']}|i promise to (?:{_EN})",
    "de": rf"(?:ich|wir) (?:{_DE})|(?:{_DE}) (?:ich|wir)|(?<!konnen\x20)(?:melde mich|melden uns)"
    rf"|(?:ich|wir) (?:werde|werden) (?:[\w.:]+ ){{0,12}}?(?:{_DE_END})"
    rf"|(?:werde|werden) (?:ich|wir) (?:[\w.:]+ ){{0,12}}?(?:{_DE_END})"
    rf"|(?:sie|du|ihr) (?:horen|horst|hort|erhalten|erhaltst|erhaltet|bekommen|bekommst|bekommt|haben|hast|habt) "
    rf"{_THING['de']}|(?:horen|erhalten|bekommen|haben) sie {_THING['de']}|(?:horst|bekommst|hast) du {_THING['de']}",
    "fr": rf"(?:je|nous|on) (?:vous |te |lui |leur )?(?:l'|le |la |les |y )?(?:{_FR})|(?:nous|"
    rf"on) vous (?:\w+ )?(?:{_FR})"
    rf"|(?:je vais|nous allons|on va) (?:vous |te )?(?:l'|le |la |les )?(?:{_FR_INF})"
    rf"|vous (?:recevrez|aurez|recevez) {_THING['fr']}|(?:tu) (?:recevras|auras) {_THING['fr']}",
    "es": rf"(?:(?:le|les|te|os|se) )(?:lo |la |los |las )?(?:{_ES})|(?:me pongo|me pondre|nos ponemos|"
    rf"nos pondremos) en contacto"
    rf"|(?:voy|vamos) a (?:{_ES_INF})(?:le|les|te|os|selo|sela|selos|selas|telo|tela)?"
    rf"|(?:recibira|recibiras|recibiran|tendra|tendras|tendran) {_THING['es']}",
    "it": rf"(?:(?:le|vi|ti|gli|glielo|gliela|glieli|gliele|(?:te|ve) l[oaie]) )(?:{_IT})"
    r"|(?:mi faccio|mi faro|ci facciamo|ci faremo) (?:vivo|viva|vivi|sentire)"
    rf"|(?:ricevera|riceverai|riceverete|avra|avrai|avrete) {_THING['it']}",
    "pt": rf"(?:(?:eu|nos|lhe|te|vos|ja) )?(?:{_PT})(?:-(?:lhe|lhes|te|vos|o|a))?"
    rf"|(?:vou|vamos|irei|iremos) (?:lhe |te |vos )?(?:{_PT_INF})(?:-(?:lhe|lhes|te|vos))?"
    rf"|(?:recebera|receberas|receberao|tera|teras|terao) {_THING['pt']}",
    "nl": rf"(?:ik|wij|we) (?:{_NL})|(?:{_NL}) (?:ik|wij|we)"
    r"|(?:ik zal|wij zullen|we zullen|zal ik|zullen we|zullen wij|ik ga|we gaan) (?:[\w.:]+ ){0,12}?(?:sturen|"
    r"toesturen|bellen|terugbellen|"
    r"mailen|laten weten|reageren|antwoorden|bevestigen|bezorgen|contact opnemen|uitzoeken|maken)"
    rf"|(?:u|je|jij|jullie) (?:hoort|ontvangt|krijgt|hebt|heeft|horen|ontvangen|krijgen) {_THING['nl']}"
    rf"|(?:hoort|ontvangt|krijgt) u {_THING['nl']}|(?:hoor|ontvang|krijg) je {_THING['nl']}",
}
_NEVER = {
    "en": r"if|unless|in case|once|as soon as|whenever|provided|assuming|would|could|might|maybe|perhaps|as long as|"
    r"should you|"
    r"not|never|cannot|\w+n't|unable|said|told|asked|thought|yesterday|last week|ago|after you|when (?:you|the|we|"
    r"they)|"
    r"usually|normally|always|until you|every",
    "de": r"wenn|falls|sobald|sofern|nachdem|wurden?|konnten?|sollten?|vielleicht|eventuell|nicht|keine?[nrms]?|nie|"
    r"nur wenn|"
    r"gestern|letzte[nr]? woche|vorgestern|sagten?|hatten?|normalerweise|immer|ehe sie|bevor sie|jeden|bitten?",
    "fr": r"si(?! joint)|s'il|s'ils|des que|une fois|lorsque?|quand|a condition|pourrais|pourrions|peut-etre|ne|"
    r"n'\w+|pas|jamais|hier|"
    r"la semaine derniere|avez|ai|avons|aviez|normalement|toujours|tous les|chaque",
    "es": r"si(?!,)|en cuanto|cuando|siempre|una vez|podria|podriamos|quiza|quizas|tal vez|no|nunca|ayer|"
    r"la semana pasada|he|"
    r"hemos|normalmente|cada|todos los",
    "it": r"se|appena|quando|qualora|una volta|potrei|potremmo|forse|non|mai|ieri|la settimana scorsa|ho|abbiamo|"
    r"normalmente|"
    r"ogni|sempre|tutti i",
    "pt": r"se|assim que|quando|caso|logo que|poderia|poderiamos|talvez|nao|nunca|ontem|na semana passada|"
    r"normalmente|cada|"
    r"sempre|todos os|ele|ela|eles|elas",
    "nl": r"als|zodra|indien|wanneer|mits|nadat|zou|zouden|misschien|wellicht|niet|geen|nooit|gisteren|vorige week|"
    r"heb|hebben|"
    r"normaal|altijd|elke|iedere",
}
_REQUESTS = {
    "en": r"let (?:me|us) know|please|tell (?:me|us)|send (?:me|us)|feel free|can you|could you|you can",
    "de": r"bitte|sagen sie|geben sie|melden sie|lassen sie|sag mir|gib mir|teilen sie",
    "fr": r"dites|merci de|n'hesitez|faites|veuillez|tenez-moi|pouvez-vous|confirmez|repondez",
    "es": r"por favor|digame|dime|diganos|avise|aviseme|confirme|confirmeme|mandeme|envieme",
    "it": r"mi dica|mi faccia|per favore|dimmi|ci faccia|fammi|mi confermi|mi mandi",
    "pt": r"por favor|diga|avise|confirme|me diga|mande-me|me avise",
    "nl": r"laat (?:het )?(?:me|mij|ons)|wilt u|wil je|kunt u|kun je|stuurt u",
}
_BY = {
    "en": r"by|until|before|on|this|by this|not later than|no later than|latest|by the end of|end of",
    "de": r"bis|bis zum|bis spatestens|spatestens|spatestens am|bis kommenden|vor|am|noch am|diesen|kommenden",
    "fr": r"avant|d'ici|d'ici a|d'ici le|d'ici au|pour|au plus tard|jusqu'a|le|ce|des",
    "es": r"antes del|antes de|para el|hasta el|el|este|a mas tardar el",
    "it": r"entro|entro il|per|prima di|il|questo|al piu tardi",
    "pt": r"ate|ate a|ate o|antes de|na|no|nesta|neste|esta|este|o mais tardar na",
    "nl": r"voor|tot|uiterlijk|op|deze|aanstaande|komende|uiterlijk op",
}


@cache
def of(language: str) -> Words:
    """The patterns of one of the seven languages; KeyError for another."""
    return Words(
        promise=_whole(_PROMISES[language]),
        never=_whole(_NEVER[language]),
        request=_whole(_REQUESTS[language]),
        by=_BY[language],
    )


def _whole(source: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w'])(?:{source})(?!\w)".replace(" ", r"\s+"))


# What was promised, told from the words of the sentence; the first that fits.
WHAT: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (what, re.compile(rf"(?<!\w)(?:{source})"))
    for what, source in (
        (
            "options",
            r"options?\b|proposals?\b|suggestions?\b|itinerar|vorschlag|optionen|reiseplan|propositions?\b|programme|"
            r"propuesta|"
            r"opciones|propost[aei]|opzioni|opcoes|voorstel|opties",
        ),
        (
            "quote",
            r"quotes?\b|quotation|offers?\b|prices?\b|angebot|preise|devis|offres?\b|tarif|presupuesto|oferta|"
            r"precios|preventivo|"
            r"offert[ae]|prezzi|orcamento|precos|offerte|prijzen",
        ),
        (
            "documents",
            r"documents?\b|vouchers?\b|tickets?\b|invoice|contract|unterlagen|dokument|rechnung|billets|facture|"
            r"documentos|"
            r"documentacion|documentacao|factura|documenti|fattura|fatura|documenten|factuur",
        ),
        (
            "call",
            r"(?:call|ring|phone)\b|(?:rufen?|anrufen|zuruckrufen|telefonier)|r?appel|llam|(?:ri)?chiam|lig(?:o|ar|"
            r"a)|bel(?:len)?\b|"
            r"terugbel",
        ),
    )
)
FILES = frozenset({"options", "quote", "documents"})  # kept only with something to look at
