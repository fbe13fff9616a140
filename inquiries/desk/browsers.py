"""A browser's name in words, for people who want to know their own sessions again. A guess, never relied on."""

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
    return " on ".join(words for words in (browser or "A browser", system) if words)
