"""Words of who goes on with what is under way, or takes an offer. Seven languages, flat; loaded where needed."""

from inquiries.extraction.rules.text import words

# Who goes on with what is under way, in a message that answers none: asks how far we are, takes one of our offers,
# puts right what they wrote, adds what they forgot.
GOES_ON = words(
    r"(?:did|have|has) (?:you|u|anyone|anybody|someone) (?:get|got|receive\w*|seen?|had (?:a |the )?(?:chance|time)|"
    r"been able|managed|found|looked)", r"(?:still )?waiting (?:to hear|for (?:a|the|your|my|an) (?:quote|reply|answer|"
    r"offer|price|response))", r"(?:it's|its|it is|only|just)? ?me again", r"(?:any )?(?:news|update|progress) on",
    r"(?:hear|heard) (?:nothing|anything)", r"chas(?:e|ing)(?: up)?", r"my last (?:message|email|mail|text)",
    r"(?:ignore|scrap|forget) (?:that|my|what)",
    r"(?:actually|sorry|oops),? (?:can|could) (?:we|you) (?:make|change|do)",
    r"(?:price|quote|figure|option|hotel|flights?)s? (?:that )?(?:you|u) (?:gave|sent|quoted|showed|offered|mentioned)",
    r"(?:go|going|went) (?:ahead|for it|with (?:that|it|this))",
    r"(?:we|i)(?:'ll|'d like to| will| want to| would like to)? "
    r"take (?:it|that|this|option|number|the (?:\w+ )?(?:one|option|offer|hotel))", r"(?:should|it should) be \w+ not",
    r"(?:forgot|forgotten) (?:to|one)", r"(?:not|rather than|instead of) (?:the )?(?:one|two|three|four|\d+)$",
    r"make (?:it|that) \d+ (?:nights?|days|people|adults)", r"you (?:had|said you) (?:already|would|were)",
    r"(?:that|this) works(?: for us)?", r"(?:book|hold|reserve) (?:it|that(?: one)?|them)(?: for us| please| pls)?",
    r"(?:meine|unsere) (?:anfrage|mail|nachricht|letzte \w+)", r"(?:schon|bereits) (?:etwas|was|ein angebot|gefunden)",
    r"(?:noch )?(?:was|etwas|eins) (?:vergessen|nachzutragen)", r"vergessen zu (?:sagen|erwahnen|schreiben)",
    r"(?:das|euer|dein|ihr) angebot (?:\w+ ){0,4}(?:gefallt|passt|ist|klingt|sieht)", r"ich (?:bin's|nochmal)",
    r"(?:gibt es|gibt's|habt ihr|haben sie) (?:schon )?(?:neuigkeiten|neues)",
    r"(?:doch )?lieber (?:\w+ ){1,4}(?:statt|als)",
    r"(?:hatte|hatten) (?:ich|wir) (?:ihnen|euch|vergessen)", r"korrektur", r"(?:ich|wir) (?:meinte|meinten)",
    r"(?:notre|ma|votre derniere) (?:demande|requete)",
    r"(?:le|ton|ce) devis (?:\w+ ){0,3}(?:convient|va|est|me|nous|plait)",
    r"(?:j'ai|nous avons|on a) oublie",
    r"(?:des|avez-vous des|une) (?:nouvelles?|retour)(?: pour| de| sur| concernant)",
    r"(?:eu|trouve) le temps", r"(?:c'est|cest) encore moi",
    r"(?:on|nous) (?:prend|prenons|part|partons|choisi\w+) (?:sur )?"
    r"(?:la|le) (?:premier|deuxieme|second|troisieme|proposition)\w*", r"(?:au lieu d|plutot qu)\w*",
    r"en fait (?:on|nous|c'est)",
    r"(?:hay|alguna|tienes|teneis) (?:novedad|noticia)\w*",
    r"(?:el|vuestro|tu) presupuesto (?:\w+ ){0,3}(?:esta|nos|me|parece)",
    r"(?:se )?me (?:olvido|ha olvidado|olvide)", r"(?:me|nos) (?:he |hemos )?(?:equivoque|equivocado|equivocamos)",
    r"(?:me|nos) gusta (?:mas )?(?:la|el) (?:primer|segund|tercer|opcion)\w*", r"soy yo (?:otra vez|de nuevo)",
    r"mi (?:solicitud|"
    r"consulta|peticion)", r"somos \w+ y no \w+", r"(?:avete|ci sono|hai) (?:\w+ )?novita",
    r"(?:il|ok per il|vostro) preventivo "
    r"?(?:\w+ ){0,3}(?:va bene|ok|e|ci|mi|pero|ma)?", r"(?:mi|ci) (?:sono|siamo|ero) (?:dimenticat|sbagliat)\w*",
    r"dimenticav\w+",
    r"la mia richiesta", r"sono (?:di nuovo|ancora) io",
    r"(?:preferiamo|scegliamo|prendiamo) (?:la|il) (?:prima|second|terz|primo)\w*",
    r"(?:o|do|no|esse|recebi o) orcamento (?:q(?:ue)? )?(?:vcs?|voces?|me|ta|esta|ficou|e|que|mand|envi|receb|veio)\w*",
    r"recebi (?:o|a) (?:orcamento|proposta|cotacao)", r"esquec(?:i|emos)",
    r"(?:tem|alguma|alguns|ja tem) (?:novidade|noticia)s?",
    r"(?:da )?minha (?:cotacao|solicitacao|consulta)", r"sou eu (?:de novo|outra vez)",
    r"(?:so )?(?:troca|tira|poe|coloca|muda) (?:o|a)",
    r"(?:mijn|onze) (?:aanvraag|mail|bericht|vraag)",
    r"(?:de|jullie) offerte (?:\w+ ){0,3}(?:ziet|is|lijkt|past|bevalt)",
    r"(?:ben )?vergeten (?:te|door)", r"(?:al )?(?:nieuws|iets gevonden|kunnen kijken)", r"ik ben het (?:weer|nog)",
    r"bij nader inzien",
    r"you (?:already )?(?:sent|gave|quoted|emailed|showed) (?:me|us)", r"(?:still|very much) interested in",
    r"(?:slow|late) reply",
    r"(?:sorry for|excuse) the delay", r"for (?:calling|ringing|phoning|(?:your|the) (?:phone )?call)",
    r"(?:is|are) (?:that|those|it|they) still (?:available|possible)",
    r"happy with everything", r"as i (?:said|wrote|mentioned)", r"fur (?:ihren|den|deinen|euren) anruf",
    r"es bleibt bei", r"(?:noch|weiterhin) interess\w+",
    r"pour (?:l'appel|votre appel)", r"(?:on|nous) confirm\w+", r"toujours interess\w+",
    r"por (?:la llamada|llamar\w*)", r"sigo interesad\w+", r"per la (?:telefonata|chiamata)",
    r"(?:ancora|sempre) interessat\w", r"pel[oa] (?:ligacao|telefonema|chamada)", r"(?:ainda|continuo) interessad\w",
    r"voor (?:het|je|uw) (?:telefoontje|bellen)",
    r"nog steeds geinteresseerd", r"(?:past|passt|va bien|ca va|works|suits) (?:besser|beter|mieux|mejor|better)",
    r"war\w* (?:uns|mir) lieber",
    r"(?:preferim\w+|preferem\w+|preferiremmo|preferiamo)",
)  # fmt: skip
# How an answer in a chat begins: "yes half board is fine", "und geht das auch ab Bremen?", "et si on partait".
OPENS = words(
    r"(?:yes|yep|yeah|ja|jo|oui|ouais|si|sim|no|nope|nein|non|nao|nee|ok|okay|okey|vale|va bene|"
    r"d'accord|einverstanden|alles klar)",
    r"(?:and|und|et|y|e|en|also|auch|aussi|tambien|anche|tambem|ook|btw|ah|oh|ps)",
    r"(?:what if|et si|y si|e se|en als|und wenn|was wenn)",
    r"(?:al final|alla fine|finalement|afinal|no final|uiteindelijk|letztlich|doch|eher|mejor|meglio|"
    r"melhor|liever|lieber|plutot|rather)",
    r"(?:thanks|thank you|danke|merci|gracias|grazie|obrigad[oa]|bedankt) (?:\w+ ){0,2}(?:for|fur|"
    r"pour|por|per|pel[oa]|voor) (?:\w+ )?(?:call\w*|ring\w*|"
    r"anruf|appel|l'appel|llamada|llamar|chiamata|ligacao|telefonema|telefoontje|bellen)",
)
# An advertisement is no offer made to them.
ADVERT_SEEN = words(
    r"(?:saw|seen|vu|gesehen|visto|vi|gezien|lu|read) (?:\w+ ){0,3}?(?:your|votre|vos|ihre?n?|eure?n?|"
    r"vuestra|su|vostra|sua|jullie|uw) "
    r"(?:offer|advert|ad|offre|angebot|anzeige|oferta|offerta|aanbieding|anuncio)",
    r"(?:ihr|euer|ihre|eure) (?:angebot|anzeige) (?:\w+ ){0,4}gesehen",
)
# One of our offers is taken: no mere thanks.
TAKEN = words(
    r"(?:option|proposal|idea|number|no\.?|choice|quote) (?:\d|one|two|three|a|b|c)",
    r"(?:we|i)(?:'ll|'d| will|'d like to)? take "
    r"(?!care|the opportunity|this opportunity|advantage)\w+",
    r"(?:let's|lets|please|pls|can you|could you|happy to) (?:go ahead|"
    r"book|proceed|confirm|reserve|hold)", r"(?:we|i)(?:'ve| have)? (?:decided|chosen|settled) (?:on|for|to)",
    r"(?:go|going) (?:with|for) "
    r"(?:the|option|your|number)", r"the (?:first|second|third|cheaper|other) (?:one|option|hotel|offer)",
    r"(?:variante|vorschlag|"
    r"angebot|option) (?:\d|[a-d]|eins|zwei|drei)",
    r"(?:wir|ich) (?:nehmen|nehme|entscheiden|mochten (?:das|den|die))", r"(?:nehmen|nehme) "
    r"(?:wir|ich)", r"(?:das|den|die) (?:erste|zweite|dritte)[nrs]?", r"bitte (?:buchen|reservieren)",
    r"(?:on|nous|je) (?:prend|"
    r"prenons|prends|choisi\w+|part(?:ons)? sur|retien\w+|valid\w+)",
    r"(?:la|le) (?:premiere?|deuxieme|seconde?|troisieme)",
    r"proposition (?:\d|[abc]|un|deux|trois)", r"(?:nos quedamos con|elegimos|escogemos|cogemos|me quedo con)",
    r"(?:opcion|propuesta) "
    r"(?:\d|[abc]|uno|dos|tres)", r"(?:la|el) (?:primer[oa]?|segund[oa]|tercer[oa]?)",
    r"(?:scegliamo|prendiamo|confermiamo|optiamo)",
    r"(?:opzione|proposta) (?:\d|[abc]|uno|due|tre)", r"(?:ficamos com|escolhemos|fechamos|vamos (?:de|com|ficar))",
    r"(?:opcao|"
    r"proposta) (?:\d|[abc]|um|dois|tres)", r"(?:a|o) (?:primeir[oa]|segund[oa]|terceir[oa])",
    r"(?:we|wij|ik) (?:nemen|kiezen|gaan voor|"
    r"neem|kies)", r"(?:optie|voorstel) (?:\d|[abc]|een|twee|drie)", r"(?:de|het) (?:eerste|tweede|derde)",
)  # fmt: skip
