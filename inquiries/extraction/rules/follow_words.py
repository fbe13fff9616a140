"""Words that only make sense after others, and words of who asks. Seven languages, flat."""

from inquiries.extraction.rules.text import words

ASKS = words(
    "(?:can|could|would|will) (?:you|u|we)", "please", "pls", "plz", "looking for",
    "(?:we|i)(?:'d| would) (?:like|love)", "want", "need", "after", "quote", "price", "bitte", "mochten?", "wurden?",
    "gerne?", "suchen?", r"konn\w+", "hatten? gern", "wollen", "pouvez", r"voudri\w+", r"souhait\w+", r"cherch\w+",
    "devis", r"quer\w+", r"quisier\w+", r"busc\w+", r"puede\w*", r"podr\w+", "presupuesto", r"vorre\w+", r"cerc\w+",
    "potete", "preventivo", r"gostar\w+", r"procur\w+", "podem?", "orcamento", "willen", "graag", "zoeken", "kunt",
    "offerte",
)  # fmt: skip
# Plain wishes: a letter of thanks has none of them.
WISHES = words(
    "(?:can|could|would|will) (?:you|u|we)", "please", "pls", "plz", "looking for",
    "(?:we|i)(?:'d| would) (?:like|love)",
    "(?:we|i) (?:want|need)", "quote", "bitte", r"(?:hatten?|wurden?) (?:\w+ ){0,3}gerne?", "suchen?",
    "(?:brauchen?|benotigen?)", "pouvez", "pourriez", "nous voudrions", "souhait(?:ons|erions)", "devis",
    "s'il vous plait", "svp",
    r"quisier\w+", r"podria\w*", r"puede\w*", "presupuesto", "por favor", r"necesit\w+", r"vorre\w+", "potete",
    "potrebbe",
    "preventivo", "per favore", "gostar(?:ia|iamos) de", "orcamento", r"precis\w+", "podem?", "graag", "alstublieft",
    "aub",
    "kunt", "offerte", "willen",
)  # fmt: skip
FOLLOWS = words(
    r"thank(?:s| you)(?: so much| very much| again)? for (?:these|those|the|your|this|sending|getting|coming)(?: \w+)?",
    "as (?:discussed|agreed|mentioned|promised)", "(?:we|you|i) (?:talked|spoke|discussed|mentioned|said|agreed)",
    "following (?:up|on)", "any (?:news|update)s?", "(?:heard|hear) back", "(?:meant|i meant|we meant)",
    "changed (?:our|my) minds?", r"(?:option|proposal|idea) (?:\d|one|two|three|a|b|c)",
    "the (?:first|second|third|other|cheaper) (?:one|option|hotel|idea)",
    "your (?:quote|quotation|offer|proposal|suggestions?|options?|reply|answer|email|message)",
    "(?:go|going) (?:with|for) (?:the|your|option)", "(?:the )?rest (?:is|stays) (?:right|fine|the same)",
    "forgot to (?:say|mention|add)", "one more thing", "same (?:hotel|dates|trip)",
    r"(?:danke|dank) fur (?:die|das|den|ihr\w*|dein\w*|eur\w*) \w+", "nochmals? (?:wegen|zu|zur|zum)",
    "wie (?:besprochen|vereinbart|telefonisch|erwahnt)",
    r"(?:ihr|ihre|ihrem|dein) (?:angebot|vorschlag\w*|mail|nachricht|antwort)",
    "(?:bleibt|bleiben) (?:der|die|das|es|bei)", r"(?:doch|lieber) \w+ (?:statt|anstatt)", "anders uberlegt",
    "(?:erste|zweite|dritte)[nrs]? (?:vorschlag|variante|option|angebot|hotel)", "noch eine (?:frage|anderung)",
    "haben wir (?:besprochen|vergessen)",
    r"merci (?:beaucoup )?(?:pour|de) (?:votre|vos|ton|ta|tes|la|les|cette|ces) \w+",
    "comme (?:convenu|discute|prevu)", "suite a (?:notre|votre|ton)", "apres reflexion",
    "(?:votre|vos|ton) (?:devis|propositions?|offre|retour|reponse|mail)",
    "(?:premiere|deuxieme|seconde|troisieme) (?:option|proposition)", "changement",
    r"gracias por (?:la|las|el|los|tu|tus|su|sus|vuestr\w+|enviar\w*) ?\w*",
    "como (?:hablamos|quedamos|acordamos|comentamos)", "(?:tu|su|vuestra|la) propuesta",
    "(?:un par de|algunos|unos) cambios", "nos convence", "(?:primera|segunda|tercera) opcion", "me olvide de",
    r"grazie (?:mille )?per (?:la|le|il|i|l'|le vostre|la vostra|il vostro) ?\w*",
    "come (?:concordato|d'accordo|detto|discusso)", "(?:vostra|tua|sua) (?:proposta|offerta|risposta|mail)",
    "(?:vostro|tuo|suo) preventivo", "(?:prima|seconda|terza) (?:opzione|proposta)", "abbiamo cambiato idea",
    r"obrigad[oa] pel[oa]s? \w+", "como (?:combinado|combinamos|falamos)",
    "(?:sua|vossa|tua) (?:proposta|resposta|cotacao)", "mudamos de ideias?", "(?:primeira|segunda|terceira) op[cç]ao",
    r"bedankt voor (?:de|het|je|uw|jullie) \w+", "zoals (?:besproken|afgesproken)",
    "(?:uw|je|jullie) (?:voorstel|offerte|antwoord|mail)", "(?:eerste|tweede|derde) (?:optie|voorstel)",
    "nog een vraag",
)  # fmt: skip
# These go on with a conversation too, but stand in first letters as well: they count where one is going on.
CHANGES = words(
    "final answer", "(?:we|i)(?:'ve| have)? (?:now )?decided", "settled on", "go(?:ing)? ahead",
    "(?:we|i)(?:'ll| will)? take", "sounds? (?:good|great|perfect)", "works? (?:for us|for me|better)",
    "suits? (?:us|me)", "(?:is|are) (?:fine|a yes|a no|out|ok|perfect)", "(?:happy|fine|ok) with",
    "(?:we|i)(?:'d| would) rather", "(?:talked|thought) (?:it|this|that) (?:over|through|about)",
    "confirm(?:ed|ing)?",
    "(?:a|one|two|three|some|few) (?:small |little |minor |more )?(?:changes?|corrections?|questions?|things?)",
    "in place of", "leave out", "(?:drop|skip|swap|replace|switch)", "now (?:it's|we are|we're|there are)",
    r"(?:is|are|it's|we're) (?:now )?(?:\w+ )?(?:nights|days|people|of us)? ?now", r"not the \d+(?:st|nd|rd|th)?",
    "as before", "(?:stays?|remains?|stay as)", "still (?:the|only|just|us)", "make (?:it|that)",
    "add(?: an?| the| us)?", "(?:sorry|oops|apologies),? (?:i|we|not|wrong|my)", "my mistake",
    "too (?:expensive|pricey|much|dear|long|late|early)",
    "you (?:said|sent|quoted|offered|proposed|suggested|mentioned|promised)",
    "as (?:proposed|suggested|offered|quoted)", "(?:go|gone|went) up",
    r"(?:cheaper|bigger|smaller|earlier|later|another|different) (?:\w+ )?(?:available|option|hotel|room|apartment|"
    r"flight)",
    "(?:coming|joining|comes along|joins us) (?:too|as well|after all)?", "entschieden", "(?:wir|ich) nehmen?",
    "(?:passt|past) (?:uns|mir|gut|so|perfekt)", "klingt gut", "einverstanden", r"gefall\w* uns", r"bestatig\w+",
    "doch (?:lieber|noch|nur|erst)", "lieber (?:doch|statt|den|die|das)",
    r"(?:zwei|drei|eine|kleine|ein paar) (?:kleine )?(?:anderung|frage|korrektur)\w*", r"ander\w+",
    "(?:bleibt|bleiben)", "zu (?:teuer|spat|fruh|lang|kurz)", "wie (?:vorgeschlagen|angeboten|gehabt)",
    "statt(?:dessen)?", "anstelle",
    r"(?:sie|ihr|du) (?:\w+ ){0,3}(?:vorgeschlagen|angeboten|geschickt|geschrieben|gesagt)",
    "kommt? (?:doch |auch |nicht )+mit", "(?:sorry|entschuldigung|pardon),? (?:ich|wir|nicht|falsch)", "reicht",
    "decide", "(?:on prend|nous prenons|je prends)", r"nous (?:va|vont|convien\w+)",
    "(?:ca|cela) (?:nous |me )?(?:va|convient)", "d'accord (?:pour|avec)", "on part sur", "finalement",
    r"(?:deux|quelques|une|petit\w*) (?:petit\w* )?(?:changements?|modifications?|questions?|precisions?)",
    "a la place", "trop (?:cher|tard|tot|long)", "(?:voulais|voulions) dire", r"comme propose\w*",
    r"(?:que )?vous (?:nous |m'|m )?(?:avez|aviez) (?:propose|envoye|dit)\w*",
    r"(?:on|nous) (?:garde|gardons|prefer\w+)", r"confirm\w+", "pardon,? (?:je|c'est)", "je me suis trompee?",
    "nos quedamos con",
    r"nos (?:va|van|viene|vienen|parece\w*|encaja\w*|convien\w+|cuadra\w*) (?:muy )?(?:bien|mejor)?", "al final",
    r"preferi\w+", "adelante", "en lugar de", "(?:dos|unos|algunos|un|pequenos?) (?:pequenos? )?cambios?",
    r"cambi\w+", r"anad\w+", r"quit\w+", "demasiado (?:caro|tarde|pronto|largo)", "(?:quise|queria|queriamos) decir",
    r"como (?:propon\w+|propus\w+|dijist\w+|sugeri\w+)",
    r"(?:que )?(?:nos|me) (?:mand\w+|envi\w+|propus\w+|ofreci\w+|pas\w+)", "perdon,? (?:me|era|no)",
    r"nos apuntamos|se apunta\w*", "tampoco", "deciso", r"(?:le |vi |ti )?conferm\w+", "(?:ci )?(?:va|vanno) bene",
    "prendiamo", "alla fine", "al posto (?:di|del|della)",
    r"(?:due|alcune|qualche|una) (?:piccol\w )?(?:modific\w+|cambiament\w|domand\w|richiest\w)", "sostituire",
    "cambiare", r"aggiung\w+", "troppo (?:caro|tardi|presto|lungo)", "(?:volevo|volevamo) dire", "intendevo",
    "ho sbagliato", "come (?:proposto|suggerito|da voi|da lei)",
    "(?:ci|mi) (?:avete|ha|hai) (?:mandato|inviato|proposto|detto)", "viene anche", r"sempre (?:\d+|le|i|lo) \w+",
    "decid(?:imos|i)", "ficamos com", "(?:por (?:nos|mim) )?(?:tudo bem|pode ser|fechado)", "afinal", r"prefer\w+",
    "em vez d[eoa]s?", r"(?:duas|algumas|uma|pequenas?) (?:pequenas? )?(?:alterac\w+|mudanc\w+|duvidas?|perguntas?)",
    "(?:troc|mud|alter)(?:ar|em|amos|e)", r"acrescent\w+", "(?:muito|demasiado) (?:caro|tarde|cedo)",
    "(?:quis|queria) dizer", r"como (?:propos\w+|sugeri\w+)", r"que (?:me|nos) (?:envi\w+|mand\w+|pass\w+)",
    "(?:ops|desculpe|desculpa|perdao),? (?:e|era|nao|enganei|errei)", "vem tambem", "besloten", "(?:we|wij|ik) nemen",
    "(?:past|komt) (?:ons|mij|goed|beter)", "akkoord", "doe (?:maar|toch)", "toch (?:maar|liever|niet|nog)",
    r"bevestig\w*", "in plaats van", r"(?:twee|paar|kleine|een) (?:kleine )?(?:wijziging|aanpassing|vra)\w*",
    r"(?:wijzig|verander|aanpas)\w*", "blijft|blijven", "te (?:duur|laat|vroeg|lang)", r"(?:ik |we )?bedoeld\w*",
    "zoals (?:voorgesteld|u zei|je zei)", r"die (?:u|je|jullie) (?:\w+ )?(?:stuurde\w*|voorstelde\w*)",
    "(?:sorry|oeps),? (?:ik|niet|verkeerd)", "gaat (?:ook|toch) mee",
)  # fmt: skip
# Who goes on with what is under way, in a message that answers none: asks how far we are, takes one of our offers,
# puts right what they wrote, adds what they forgot.
GOES_ON = words(
    r"(?:did|have|has) (?:you|u|anyone|anybody|someone) (?:get|got|receive\w*|seen?|had (?:a |the )?(?:chance|time)|"
    r"been able|managed|found|looked)", r"(?:still )?waiting (?:to hear|for (?:a|the|your|my|an) (?:quote|reply|answer|"
    r"offer|price|response))", r"(?:it's|its|it is|only|just)? ?me again", r"(?:any )?(?:news|update|progress) on",
    r"(?:hear|heard) (?:nothing|anything)", r"chas(?:e|ing)(?: up)?", r"my last (?:message|email|mail|text)",
    r"(?:ignore|scrap|forget) (?:that|my|what)", r"(?:actually|sorry|oops),? (?:can|could) (?:we|you) (?:make|change|do)",
    r"(?:price|quote|figure|option|hotel|flights?)s? (?:that )?(?:you|u) (?:gave|sent|quoted|showed|offered|mentioned)",
    r"(?:go|going|went) (?:ahead|for it|with (?:that|it|this))", r"(?:we|i)(?:'ll|'d like to| will| want to| would like to)? "
    r"take (?:it|that|this|option|number|the (?:\w+ )?(?:one|option|offer|hotel))", r"(?:should|it should) be \w+ not",
    r"(?:forgot|forgotten) (?:to|one)", r"(?:not|rather than|instead of) (?:the )?(?:one|two|three|four|\d+)$",
    r"make (?:it|that) \d+ (?:nights?|days|people|adults)", r"you (?:had|said you) (?:already|would|were)",
    r"(?:that|this) works(?: for us)?", r"(?:book|hold|reserve) (?:it|that(?: one)?|them)(?: for us| please| pls)?",
    r"(?:meine|unsere) (?:anfrage|mail|nachricht|letzte \w+)", r"(?:schon|bereits) (?:etwas|was|ein angebot|gefunden)",
    r"(?:noch )?(?:was|etwas|eins) (?:vergessen|nachzutragen)", r"vergessen zu (?:sagen|erwahnen|schreiben)",
    r"(?:das|euer|dein|ihr) angebot (?:\w+ ){0,4}(?:gefallt|passt|ist|klingt|sieht)", r"ich (?:bin's|nochmal)",
    r"(?:gibt es|gibt's|habt ihr|haben sie) (?:schon )?(?:neuigkeiten|neues)", r"(?:doch )?lieber (?:\w+ ){1,4}(?:statt|als)",
    r"(?:hatte|hatten) (?:ich|wir) (?:ihnen|euch|vergessen)", r"korrektur", r"(?:ich|wir) (?:meinte|meinten)",
    r"(?:notre|ma|votre derniere) (?:demande|requete)", r"(?:le|ton|ce) devis (?:\w+ ){0,3}(?:convient|va|est|me|nous|plait)",
    r"(?:j'ai|nous avons|on a) oublie", r"(?:des|avez-vous des|une) (?:nouvelles?|retour)(?: pour| de| sur| concernant)",
    r"(?:eu|trouve) le temps", r"(?:c'est|cest) encore moi", r"(?:on|nous) (?:prend|prenons|part|partons|choisi\w+) (?:sur )?"
    r"(?:la|le) (?:premier|deuxieme|second|troisieme|proposition)\w*", r"(?:au lieu d|plutot qu)\w*", r"en fait (?:on|nous|c'est)",
    r"(?:hay|alguna|tienes|teneis) (?:novedad|noticia)\w*", r"(?:el|vuestro|tu) presupuesto (?:\w+ ){0,3}(?:esta|nos|me|parece)",
    r"(?:se )?me (?:olvido|ha olvidado|olvide)", r"(?:me|nos) (?:he |hemos )?(?:equivoque|equivocado|equivocamos)",
    r"(?:me|nos) gusta (?:mas )?(?:la|el) (?:primer|segund|tercer|opcion)\w*", r"soy yo (?:otra vez|de nuevo)", r"mi (?:solicitud|"
    r"consulta|peticion)", r"somos \w+ y no \w+", r"(?:avete|ci sono|hai) (?:\w+ )?novita", r"(?:il|ok per il|vostro) preventivo "
    r"?(?:\w+ ){0,3}(?:va bene|ok|e|ci|mi|pero|ma)?", r"(?:mi|ci) (?:sono|siamo|ero) (?:dimenticat|sbagliat)\w*", r"dimenticav\w+",
    r"la mia richiesta", r"sono (?:di nuovo|ancora) io", r"(?:preferiamo|scegliamo|prendiamo) (?:la|il) (?:prima|second|terz|primo)\w*",
    r"(?:o|do|no|esse|recebi o) orcamento (?:q(?:ue)? )?(?:vcs?|voces?|me|ta|esta|ficou|e|que|mand|envi|receb|veio)\w*",
    r"recebi (?:o|a) (?:orcamento|proposta|cotacao)", r"esquec(?:i|emos)", r"(?:tem|alguma|alguns|ja tem) (?:novidade|noticia)s?",
    r"(?:da )?minha (?:cotacao|solicitacao|consulta)", r"sou eu (?:de novo|outra vez)", r"(?:so )?(?:troca|tira|poe|coloca|muda) (?:o|a)",
    r"(?:mijn|onze) (?:aanvraag|mail|bericht|vraag)", r"(?:de|jullie) offerte (?:\w+ ){0,3}(?:ziet|is|lijkt|past|bevalt)",
    r"(?:ben )?vergeten (?:te|door)", r"(?:al )?(?:nieuws|iets gevonden|kunnen kijken)", r"ik ben het (?:weer|nog)", r"bij nader inzien",
    r"you (?:already )?(?:sent|gave|quoted|emailed|showed) (?:me|us)", r"(?:still|very much) interested in", r"(?:slow|late) reply",
    r"(?:sorry for|excuse) the delay", r"for (?:calling|ringing|phoning|(?:your|the) (?:phone )?call)", r"(?:is|are) (?:that|those|it|they) still (?:available|possible)",
    r"happy with everything", r"as i (?:said|wrote|mentioned)", r"fur (?:ihren|den|deinen|euren) anruf", r"es bleibt bei", r"(?:noch|weiterhin) interess\w+",
    r"pour (?:l'appel|votre appel)", r"(?:on|nous) confirm\w+", r"toujours interess\w+", r"por (?:la llamada|llamar\w*)", r"sigo interesad\w+", r"per la (?:telefonata|chiamata)",
    r"(?:ancora|sempre) interessat\w", r"pel[oa] (?:ligacao|telefonema|chamada)", r"(?:ainda|continuo) interessad\w", r"voor (?:het|je|uw) (?:telefoontje|bellen)",
    r"nog steeds geinteresseerd", r"(?:past|passt|va bien|ca va|works|suits) (?:besser|beter|mieux|mejor|better)", r"war\w* (?:uns|mir) lieber",
    r"(?:preferim\w+|preferem\w+|preferiremmo|preferiamo)",
)  # fmt: skip
# How an answer in a chat begins: "yes half board is fine", "und geht das auch ab Bremen?", "et si on partait le dimanche".
OPENS = words(
    r"(?:yes|yep|yeah|ja|jo|oui|ouais|si|sim|no|nope|nein|non|nao|nee|ok|okay|okey|vale|va bene|d'accord|einverstanden|alles klar)",
    r"(?:and|und|et|y|e|en|also|auch|aussi|tambien|anche|tambem|ook|btw|ah|oh|ps)", r"(?:what if|et si|y si|e se|en als|und wenn|was wenn)",
    r"(?:al final|alla fine|finalement|afinal|no final|uiteindelijk|letztlich|doch|eher|mejor|meglio|melhor|liever|lieber|plutot|rather)",
    r"(?:thanks|thank you|danke|merci|gracias|grazie|obrigad[oa]|bedankt) (?:\w+ ){0,2}(?:for|fur|pour|por|per|pel[oa]|voor) (?:\w+ )?(?:call\w*|ring\w*|"
    r"anruf|appel|l'appel|llamada|llamar|chiamata|ligacao|telefonema|telefoontje|bellen)",
)
# An advertisement is no offer made to them.
ADVERT_SEEN = words(
    r"(?:saw|seen|vu|gesehen|visto|vi|gezien|lu|read) (?:\w+ ){0,3}?(?:your|votre|vos|ihre?n?|eure?n?|vuestra|su|vostra|sua|jullie|uw) "
    r"(?:offer|advert|ad|offre|angebot|anzeige|oferta|offerta|aanbieding|anuncio)",
    r"(?:ihr|euer|ihre|eure) (?:angebot|anzeige) (?:\w+ ){0,4}gesehen",
)
# One of our offers is taken: no mere thanks.
TAKEN = words(
    r"(?:option|proposal|idea|number|no\.?|choice|quote) (?:\d|one|two|three|a|b|c)", r"(?:we|i)(?:'ll|'d| will|'d like to)? take "
    r"(?!care|the opportunity|this opportunity|advantage)\w+", r"(?:let's|lets|please|pls|can you|could you|happy to) (?:go ahead|"
    r"book|proceed|confirm|reserve|hold)", r"(?:we|i)(?:'ve| have)? (?:decided|chosen|settled) (?:on|for|to)", r"(?:go|going) (?:with|for) "
    r"(?:the|option|your|number)", r"the (?:first|second|third|cheaper|other) (?:one|option|hotel|offer)", r"(?:variante|vorschlag|"
    r"angebot|option) (?:\d|[a-d]|eins|zwei|drei)", r"(?:wir|ich) (?:nehmen|nehme|entscheiden|mochten (?:das|den|die))", r"(?:nehmen|nehme) "
    r"(?:wir|ich)", r"(?:das|den|die) (?:erste|zweite|dritte)[nrs]?", r"bitte (?:buchen|reservieren)", r"(?:on|nous|je) (?:prend|"
    r"prenons|prends|choisi\w+|part(?:ons)? sur|retien\w+|valid\w+)", r"(?:la|le) (?:premiere?|deuxieme|seconde?|troisieme)",
    r"proposition (?:\d|[abc]|un|deux|trois)", r"(?:nos quedamos con|elegimos|escogemos|cogemos|me quedo con)", r"(?:opcion|propuesta) "
    r"(?:\d|[abc]|uno|dos|tres)", r"(?:la|el) (?:primer[oa]?|segund[oa]|tercer[oa]?)", r"(?:scegliamo|prendiamo|confermiamo|optiamo)",
    r"(?:opzione|proposta) (?:\d|[abc]|uno|due|tre)", r"(?:ficamos com|escolhemos|fechamos|vamos (?:de|com|ficar))", r"(?:opcao|"
    r"proposta) (?:\d|[abc]|um|dois|tres)", r"(?:a|o) (?:primeir[oa]|segund[oa]|terceir[oa])", r"(?:we|wij|ik) (?:nemen|kiezen|gaan voor|"
    r"neem|kies)", r"(?:optie|voorstel) (?:\d|[abc]|een|twee|drie)", r"(?:de|het) (?:eerste|tweede|derde)",
)  # fmt: skip
# Another trip, in an answer to a letter about one.
AFRESH = words(
    "now (?:we|i)(?:'d| would)? (?:want|like|love|need|are|fancy)", "this (?:time|year)", "diesmal",
    "dieses (?:jahr|mal)", "(?:jetzt|nun) (?:wollen|mochten|wurden|suchen) wir", "cette (?:fois|annee)",
    "maintenant (?:on|nous)", "(?:esta vez|este ano)", "ahora (?:queremos|nos gustaria|quiero)", "questa volta",
    "quest'anno", "(?:ora|adesso) (?:vorremmo|vogliamo)", "desta vez", r"agora (?:queremos|queriamos|gostar\w+)",
    "deze keer", "dit jaar", "nu (?:willen|zouden) we",
    "(?:new|another|different|separate|next) (?:trip|holiday|inquiry|enquiry|request|adventure|journey|destination|"
    "idea)",
    r"(?:neue|andere|weitere|nachste)\w* (?:reise|anfrage|urlaub)",
    "(?:nouveau|nouvelle|autre|prochain) (?:voyage|demande|projet|sejour)",
    "(?:nuevo|nueva|otro|otra|proximo) (?:viaje|consulta|solicitud)",
    "(?:nuovo|nuova|altro|altra|prossimo) (?:viaggio|richiesta|vacanza)",
    "(?:nova|novo|outra|proxima) (?:viagem|pedido|ferias)", "(?:nieuwe|andere|volgende) (?:reis|aanvraag|vakantie)",
)  # fmt: skip
CIRCULAR = words(
    "unsubscribe", "newsletter", "abmelden", "abbestellen", r"desinscri\w+", "darse de baja", r"disiscri\w+",
    "uitschrijven", "last chance", "(?:our|this week's) (?:tips|deals|offers)", r"unsere (?:\w+ )?(?:tipps|angebote)",
    r"(?:from|ab|des|desde|da|a partir de|vanaf) (?:only |nur |\d|£|€|eur|\$)\S*",
    "liebe (?:reisefreunde|kundinnen|kunden)", "dear (?:travell?ers?|customers?|friends)",
    "chers (?:clients|voyageurs)", "queridos (?:clientes|viajeros|amigos)", "book by",
)  # fmt: skip
