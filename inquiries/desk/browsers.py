"""A browser's name in words, for people who want to know their own sessions again. A guess, never relied on."""

from django.utils.translation import gettext as _

# The first that is found: Edge and Opera call themselves Chrome too, and Chrome calls itself Safari.
BROWSERS = {"Edg": "Edge", "OPR/": "Opera", "Firefox/": "Firefox", "Chrome/": "Chrome", "Safari/": "Safari"}
SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Mac OS": "Mac",
    "Linux": "Linux",
}


def name(user_agent: str) -> str:
    browser = next((words for part, words in BROWSERS.items() if part in user_agent), "")
    system = next((words for part, words in SYSTEMS.items() if part in user_agent), "")
    browser = browser or _("A browser")
    return _("%(browser)s on %(system)s") % {"browser": browser, "system": system} if system else browser
