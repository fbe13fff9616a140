"""Words of who sells to agencies, or wants a favour. Seven languages, flat. Loaded where they are needed."""

from inquiries.extraction.rules.booking_words import Pair
from inquiries.extraction.rules.text import words

# Who sells to agencies, or wants something of ours that is no trip: who they are, and what they bring or ask.
_SELLER = (
    r"(?:we|i)(?:'re| are|'m| am| run| own| manage| have| represent) (?:the |a |an |your )?(?:\w+ "
    r"){0,3}(?:owners? of|hotel|lodge|"
    r"guest ?house|resort|operator|dmc|supplier|company|start-?up|blog\w*|magazine|podcast|journalist|"
    r"influencer|creator|"
    r"photographer|platform|agency|winery|villa|charity|school fete|coach firm)",
    r"(?:content creator|influencer|blogger|journalist)",
    r"(?:we|i) represent", r"als (?:\w+-?)?(?:incoming|zielgebiets)\w*", r"(?:les|le|os) present(?:amos|o)",
    r"(?:vous|nous) presenter",
    r"(?:our|unser\w*|notre|nuestr[oa]|(?:il |la )?nostr[oa]|noss[oa]|ons|onze) (?:new |small |neues |"
    r"nouvel |nuevo |novo |nuovo )?(?:\w+[- ])?(?:hotel|lodge|"
    r"guest ?house|resort|dmc|property|fleet|gites?|agriturismo|masseria|pousada|incoming\w*|busflotte|camping)",
    r"(?:travel )?blog", r"featured",
    r"(?:wir|ich) (?:sind|bin|betreiben|vermieten|fuhren) (?:ein\w* )?(?:\w+ ){0,3}(?:hotel|pension|"
    r"unternehmen|anbieter|veranstalter|ferienhaus\w*|blog\w*|busunternehmen|firma|start-?up)",
    r"(?:nous|je) (?:sommes|suis|gerons|louons|"
    r"proposons) (?:un\w* |des )?(?:\w+ ){0,3}(?:hotel|gites?|agence|societe|entreprise|prestataire|"
    r"blogueu\w+|domaine)",
    r"nous proposons aux",
    r"(?:somos|soy|tenemos|representamos) (?:un\w* )?(?:\w+ ){0,3}(?:hotel|empresa|alojamiento|"
    r"operador\w*|blogger|"
    r"creador\w*|bodega)", r"ofrecemos a (?:las|los|sus|su)",
    r"(?:siamo|sono|gestiamo) (?:un\w*[ '])?(?:\w+ ){0,3}(?:hotel|azienda|"
    r"agriturismo|struttura|operatore|blogger|creator|societa|masseria|cantina)",
    r"(?:proponiamo|offriamo) (?:ai|alle|a|tariffe)",
    r"(?:somos|sou|temos|represento) (?:um\w* )?(?:\w+ ){0,3}(?:hotel|pousada|empresa|operador\w*|"
    r"blogueir\w|criador\w*|influenciador\w*)",
    r"(?:wij|we) (?:zijn|verhuren|hebben|runnen|bieden) (?:een )?(?:\w+ ){0,3}(?:hotel|bedrijf|"
    r"touringcar\w*|aanbieder|camping|startup|"
    r"vakantiehui\w+)",
    r"(?:bieten|offrons|ofrecemos|offriamo|oferecemos|bieden) (?:wir )?(?:ihnen|reiseburos|a|aux|vous|" r"u|jullie|"
    r"reisbureaus|ai|alle|as|uw)",
)  # fmt: skip
_BRINGS = (
    r"your (?:guests|clients|customers|groups|brochure)", r"(?:vos|de vos) (?:clients|groupes|voyageurs)",
    r"(?:ihre|eure) (?:gaste|kunden|gruppen)",
    r"(?:sus|vuestros) (?:clientes|grupos)", r"(?:i vostri|ai vostri|vostri) (?:clienti|gruppi)",
    r"(?:seus|vossos) (?:clientes|grupos)",
    r"(?:uw|jullie) (?:gasten|klanten|groepen)", r"price list", r"preisliste", r"listino", r"lista de precios",
    r"prijslijst", r"tarifs?", r"reisagenten",
    r"(?:work|working|partner\w*|collaborat\w+|cooperat\w+) with (?:you|agencies)", r"partnership",
    r"collaborations?", r"commission",
    r"(?:our|my|net|special|agency|contract\w*) (?:rates|tariffs?|prices|media kit)", r"sponsor\w*", r"interview\w*",
    r"(?:\d+,?\d* )?"
    r"(?:followers|readers|subscribers)", r"backlinks?", r"(?:slot|advert\w*|exposure)",
    r"(?:10|12|15|20|\d+) ?% (?:\w+ )?(?:provision|"
    r"rabatt|commission|comision|commissione|comissao|korting|discount|remise|sconto|desconto|"
    r"descuento|commissie)", r"provision",
    r"agenturkonditionen", r"zusammenarbeit", r"kooperation", r"reiseburos?", r"(?:aux |les )?agences",
    r"partenariat", r"collaborations?",
    r"abonnes", r"agencias?", r"colabora\w+", r"tarifas", r"seguidores", r"agenzi[ae]", r"collabora\w+",
    r"commissione", r"tariffe",
    r"follower", r"comissao", r"parceria", r"(?:sua|vossa) agencia", r"divulgac\w+", r"samenwerk\w+",
    r"reisbureaus?", r"korting", r"volgers",
)  # fmt: skip
SELLS: Pair = (words(*_SELLER), words(*_BRINGS))
# Nothing to do with travel that we could sell: favours, address lists, jobs, parcels.
FAVOUR = words(
    r"webinar\w*", r"fam ?tour",
    r"(?:convidar|invitar|einladen|inviter|invitare|uitnodigen) (?:\w+ )?(?:a )?(?:sua|su|ihre|votre|"
    r"vostra|uw) (?:agencia|agentur|"
    r"agence|agenzia|bureau)", r"(?:excellence|travel) awards?", r"(?:claim|collect) your", r"wedding fair",
    r"exhibit(?:ing|ors?)?", r"recruit\w*",
    r"home-?based", r"5-a-side", r"google (?:business|my business)",
    r"(?:ist (?:hier|da|dort)|is (?:this|that)|c'est bien|e (?:la|il)|es (?:la|el)) (?:the |die |der |" r"das )?"
    r"(?:pizzeria|praxis|dentist|doctors?|plumber|garage|restaurant|zahnarzt\w*|werkstatt|hairdresser\w*|taxi|bank)",
    r"sponsor(?:ing|ship)?", r"raffle(?: prize)?", r"tombola",
    r"(?:take|remove|delete) (?:me|my \w+|us) (?:off|from)", r"stop (?:sending|"
    r"e-?mailing|texting|messaging)", r"unsubscribe me", r"(?:are|r) (?:you|u) (?:currently )?(?:hiring|recruiting)",
    "journalist",
    r"interview (?:one|you|some|with)", r"(?:complete|fill in|take) (?:our|this|a|the) (?:\w+ )?survey", r"survey",
    r"your (?:parcel|package|"
    r"domain|mailbox|account)", r"(?:transfer\w*|moving) funds",
    r"(?:aus|von) (?:ihrem|eurem|dem) (?:verteiler|newsletter)",
    r"(?:loschen|entfernen|streichen) sie (?:mich|meine)", r"(?:keine|nicht mehr) (?:mails?|werbung|newsletter)",
    r"aushilfe", r"(?:me |nous )?"
    r"(?:retirer|supprimer|desabonner) (?:de|mon|mes|votre)", r"(?:me )?desabonner", r"recrut\w+",
    r"(?:darme|dadme|denme|dame) de baja",
    r"(?:cancellat|toglie|rimuov|disiscriv)\w*(?:mi|emi|temi)?(?: \w+)? (?:dalla|dalle|da)", r"cancellatemi",
    r"(?:retir|remov|tir)\w+ (?:o )?"
    r"(?:meu|minha|me)\b", r"(?:da|de) (?:lista|mailing)(?: de)? ?(?:correo|emails?|contactos)?", r"uitschrijv\w+",
    r"afmelden",
    r"(?:hulp|invalkracht|vacature)", r"proposta de parceria",
    r"(?:propor|proponer|proporre|proposer|propose) (?:a |uma |una |un |"
    r"une )?(?:parceria|colaboracion|collaborazione|partenariat|collaboration|partnership)", r"m[ií]dia kit",
    r"media ?kit",
    r"(?:chers|liebe|dear|estimados|cari|caros|beste) (?:professionn\w+|exposants|aussteller|" r"exhibitors)",
    r"badge(?: exposant)?",
)  # fmt: skip
