"""The words that acknowledgments are shipped with, laid as rows that staff may change (acknowledgment_texts.py).

(subject, text) by channel and hours, then by language. A chat has no subject, and greets nobody by name: there people
call themselves what they like.
"""

type Words = dict[str, tuple[str, str]]

MAIL: Words = {
    "en": (
        "We have your message",
        "Hello {name},\n\nthank you for writing to us. Your message has arrived, and one of us is going to read it and "
        "answer you personally. If something is missing, just reply to this mail.\n\n"
        "Your reference is {reference}.\n\n{agency}\n\nThis mail was sent automatically.",
    ),
    "de": (
        "Ihre Nachricht ist angekommen",
        "Guten Tag {name},\n\nvielen Dank für Ihre Nachricht. Sie ist bei uns angekommen; jemand aus unserem Team "
        "liest sie und antwortet Ihnen persönlich. Wenn Ihnen noch etwas einfällt, antworten Sie einfach auf diese "
        "E-Mail.\n\nIhr Zeichen ist {reference}.\n\n{agency}\n\nDiese E-Mail wurde automatisch verschickt.",
    ),
    "fr": (
        "Nous avons bien reçu votre message",
        "Bonjour {name},\n\nmerci de nous avoir écrit. Votre message est bien arrivé ; l’un de nos conseillers va le "
        "lire et vous répondra personnellement. Si vous souhaitez ajouter quelque chose, répondez simplement "
        "à ce courriel.\n\nVotre référence est {reference}.\n\n{agency}\n\nCe courriel a été envoyé automatiquement.",
    ),
    "es": (
        "Hemos recibido su mensaje",
        "Hola {name}:\n\nGracias por escribirnos. Su mensaje ha llegado y una persona de nuestro equipo lo leerá y le "
        "responderá personalmente. Si desea añadir algo, basta con responder a este correo.\n\n"
        "Su referencia es {reference}.\n\n{agency}\n\nEste correo se ha enviado automáticamente.",
    ),
    "it": (
        "Abbiamo ricevuto il Suo messaggio",
        "Buongiorno {name},\n\ngrazie per averci scritto. Il Suo messaggio è arrivato; uno di noi lo leggerà e Le "
        "risponderà personalmente. Se desidera aggiungere qualcosa, basta rispondere a questa e-mail.\n\n"
        "Il Suo riferimento è {reference}.\n\n{agency}\n\nQuesta e-mail è stata inviata automaticamente.",
    ),
    "pt": (
        "Recebemos a sua mensagem",
        "Olá {name},\n\nobrigado por nos escrever. A sua mensagem chegou; alguém da nossa equipa vai lê-la e "
        "responder-lhe pessoalmente. Se quiser acrescentar alguma coisa, basta responder a este e-mail.\n\n"
        "A sua referência é {reference}.\n\n{agency}\n\nEste e-mail foi enviado automaticamente.",
    ),
    "nl": (
        "Wij hebben uw bericht ontvangen",
        "Beste {name},\n\ndank u wel voor uw bericht. Het is goed aangekomen; een van ons leest het en antwoordt u "
        "persoonlijk. Wilt u nog iets toevoegen, antwoord dan gewoon op deze e-mail.\n\n"
        "Uw kenmerk is {reference}.\n\n{agency}\n\nDeze e-mail is automatisch verstuurd.",
    ),
}

MAIL_CLOSED: Words = {
    "en": (
        "We have your message",
        "Hello {name},\n\nthank you for writing to us. Your message has arrived. Our office is closed until {opens}; "
        "then one of us is going to read it and answer you personally. If something is missing, just reply to this "
        "mail.\n\nYour reference is {reference}.\n\n{agency}\n\nThis mail was sent automatically.",
    ),
    "de": (
        "Ihre Nachricht ist angekommen",
        "Guten Tag {name},\n\nvielen Dank für Ihre Nachricht. Sie ist bei uns angekommen. Unser Büro ist bis {opens} "
        "geschlossen; danach liest sie jemand aus unserem Team und antwortet Ihnen persönlich. Wenn Ihnen noch etwas "
        "einfällt, antworten Sie einfach auf diese E-Mail.\n\nIhr Zeichen ist {reference}.\n\n{agency}\n\n"
        "Diese E-Mail wurde automatisch verschickt.",
    ),
    "fr": (
        "Nous avons bien reçu votre message",
        "Bonjour {name},\n\nmerci de nous avoir écrit. Votre message est bien arrivé. Notre agence est fermée "
        "jusqu’au {opens} ; l’un de nos conseillers le lira alors et vous répondra personnellement. Si vous souhaitez "
        "ajouter quelque chose, répondez simplement à ce courriel.\n\nVotre référence est {reference}.\n\n{agency}\n\n"
        "Ce courriel a été envoyé automatiquement.",
    ),
    "es": (
        "Hemos recibido su mensaje",
        "Hola {name}:\n\nGracias por escribirnos. Su mensaje ha llegado. Nuestra oficina está cerrada hasta el "
        "{opens}; después una persona de nuestro equipo lo leerá y le responderá personalmente. Si desea añadir algo, "
        "basta con responder a este correo.\n\nSu referencia es {reference}.\n\n{agency}\n\n"
        "Este correo se ha enviado automáticamente.",
    ),
    "it": (
        "Abbiamo ricevuto il Suo messaggio",
        "Buongiorno {name},\n\ngrazie per averci scritto. Il Suo messaggio è arrivato. Il nostro ufficio è chiuso; "
        "riapre {opens}, e allora uno di noi lo leggerà e Le risponderà personalmente. Se desidera aggiungere "
        "qualcosa, basta rispondere a questa e-mail.\n\nIl Suo riferimento è {reference}.\n\n{agency}\n\n"
        "Questa e-mail è stata inviata automaticamente.",
    ),
    "pt": (
        "Recebemos a sua mensagem",
        "Olá {name},\n\nobrigado por nos escrever. A sua mensagem chegou. O nosso escritório está fechado e reabre "
        "{opens}; nessa altura alguém da nossa equipa vai lê-la e responder-lhe pessoalmente. Se quiser acrescentar "
        "alguma coisa, basta responder a este e-mail.\n\nA sua referência é {reference}.\n\n{agency}\n\n"
        "Este e-mail foi enviado automaticamente.",
    ),
    "nl": (
        "Wij hebben uw bericht ontvangen",
        "Beste {name},\n\ndank u wel voor uw bericht. Het is goed aangekomen. Ons kantoor is gesloten tot {opens}; "
        "daarna leest een van ons het en antwoordt u persoonlijk. Wilt u nog iets toevoegen, antwoord dan gewoon op "
        "deze e-mail.\n\nUw kenmerk is {reference}.\n\n{agency}\n\nDeze e-mail is automatisch verstuurd.",
    ),
}

CHAT: Words = {
    "en": (
        "",
        "Hello, thank you for writing to {agency}. Your message has arrived; one of us will read it and answer you "
        "here personally. Your reference is {reference}.\n\n(Sent automatically)",
    ),
    "de": (
        "",
        "Guten Tag, vielen Dank für Ihre Nachricht an {agency}. Sie ist angekommen; jemand aus unserem Team liest sie "
        "und antwortet Ihnen hier persönlich. Ihr Zeichen ist {reference}.\n\n(Automatisch verschickt)",
    ),
    "fr": (
        "",
        "Bonjour, merci d’avoir écrit à {agency}. Votre message est bien arrivé ; l’un de nos conseillers va le lire "
        "et vous répondra ici personnellement. Votre référence est {reference}.\n\n(Envoyé automatiquement)",
    ),
    "es": (
        "",
        "Hola, gracias por escribir a {agency}. Su mensaje ha llegado; una persona de nuestro equipo lo leerá y le "
        "responderá aquí personalmente. Su referencia es {reference}.\n\n(Enviado automáticamente)",
    ),
    "it": (
        "",
        "Buongiorno, grazie per aver scritto a {agency}. Il Suo messaggio è arrivato; uno di noi lo leggerà e Le "
        "risponderà qui personalmente. Il Suo riferimento è {reference}.\n\n(Inviato automaticamente)",
    ),
    "pt": (
        "",
        "Olá, obrigado por escrever à {agency}. A sua mensagem chegou; alguém da nossa equipa vai lê-la e "
        "responder-lhe aqui pessoalmente. A sua referência é {reference}.\n\n(Enviado automaticamente)",
    ),
    "nl": (
        "",
        "Hallo, dank u wel voor uw bericht aan {agency}. Het is aangekomen; een van ons leest het en antwoordt u hier "
        "persoonlijk. Uw kenmerk is {reference}.\n\n(Automatisch verstuurd)",
    ),
}

CHAT_CLOSED: Words = {
    "en": (
        "",
        "Hello, thank you for writing to {agency}. Your message has arrived. We are closed until {opens}; then one of "
        "us will read it and answer you here personally. Your reference is {reference}.\n\n(Sent automatically)",
    ),
    "de": (
        "",
        "Guten Tag, vielen Dank für Ihre Nachricht an {agency}. Sie ist angekommen. Wir haben bis {opens} geschlossen; "
        "danach liest sie jemand aus unserem Team und antwortet Ihnen hier persönlich. Ihr Zeichen ist {reference}."
        "\n\n(Automatisch verschickt)",
    ),
    "fr": (
        "",
        "Bonjour, merci d’avoir écrit à {agency}. Votre message est bien arrivé. Nous sommes fermés jusqu’au {opens} ; "
        "l’un de nos conseillers le lira alors et vous répondra ici personnellement. Votre référence est {reference}."
        "\n\n(Envoyé automatiquement)",
    ),
    "es": (
        "",
        "Hola, gracias por escribir a {agency}. Su mensaje ha llegado. Estamos cerrados hasta el {opens}; después una "
        "persona de nuestro equipo lo leerá y le responderá aquí personalmente. Su referencia es {reference}."
        "\n\n(Enviado automáticamente)",
    ),
    "it": (
        "",
        "Buongiorno, grazie per aver scritto a {agency}. Il Suo messaggio è arrivato. Siamo chiusi e riapriamo "
        "{opens}; allora uno di noi lo leggerà e Le risponderà qui personalmente. Il Suo riferimento è {reference}."
        "\n\n(Inviato automaticamente)",
    ),
    "pt": (
        "",
        "Olá, obrigado por escrever à {agency}. A sua mensagem chegou. Estamos fechados e reabrimos {opens}; nessa "
        "altura alguém da nossa equipa vai lê-la e responder-lhe aqui pessoalmente. A sua referência é {reference}."
        "\n\n(Enviado automaticamente)",
    ),
    "nl": (
        "",
        "Hallo, dank u wel voor uw bericht aan {agency}. Het is aangekomen. Wij zijn gesloten tot {opens}; daarna "
        "leest een van ons het en antwoordt u hier persoonlijk. Uw kenmerk is {reference}.\n\n(Automatisch verstuurd)",
    ),
}

SHIPPED: dict[tuple[str, bool], Words] = {  # channel, closed
    ("email", False): MAIL,
    ("email", True): MAIL_CLOSED,
    ("whatsapp", False): CHAT,
    ("whatsapp", True): CHAT_CLOSED,
}
