"""How the sources of secrets are, for `doctor` and the system checks. Names of secrets, never values."""

import os

from inquiries.channels import HealthLine
from travelhub import secret_sources
from travelhub.vault import Vault, VaultError


def lines() -> list[HealthLine]:
    """Asks Vault anew. Empty where neither Vault nor a file is in use, or all is well with the files."""
    sources = secret_sources.process
    files = [HealthLine("Secret files", False, words) for words in sources.trouble_of_files()]
    return files if sources.vault is None else [_asked(sources.vault), *files]


def _asked(vault: Vault) -> HealthLine:
    asked = secret_sources.process.asked
    try:
        found = vault.read()
    except VaultError as error:
        return HealthLine("Vault", False, f"{error} What was read before stays in use.")
    words = [f"{vault.place} gives {_list(set(found) & asked)}."]
    if other := set(found) - asked:
        words.append(f"Nobody reads {_list(other)} there: only secrets come from Vault.")
    return HealthLine("Vault", True, " ".join(words))


def set_twice() -> set[str]:
    """Secrets that Vault has in vain, since the environment or a file comes first."""
    sources = secret_sources.process
    return {name for name in sources.vault_values if os.environ.get(name) or os.environ.get(f"{name}_FILE")}


def _list(names: set[str]) -> str:
    return ", ".join(sorted(names)) or "no secret of ours"
