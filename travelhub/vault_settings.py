"""VAULT_*: which Vault, and how we log in there. Read before any other secret."""

from pathlib import Path

from travelhub import env, secret_sources
from travelhub.last_good import LastGood
from travelhub.vault import AppRole, Kubernetes, LogIn, Token, Vault, VaultError

SERVICE_ACCOUNT = "/var/run/secrets/kubernetes.io/serviceaccount/token"


def connect(var_dir: Path) -> None:
    """With VAULT_ADDR secrets come from Vault too, beginning now. Stops the start where it cannot be read."""
    log_ins = _log_ins()
    kept = var_dir / "vault-last-good.json"
    keep = env.flag("VAULT_KEEP_LAST_GOOD")
    if not env.text("VAULT_ADDR"):
        if log_ins:
            env.stop(f"{log_ins[0].named} is set, but VAULT_ADDR is not.")
        return
    address = env.url("VAULT_ADDR", "")
    if len(log_ins) != 1:
        ways = "VAULT_TOKEN, VAULT_ROLE_ID with VAULT_SECRET_ID, or VAULT_KUBERNETES_ROLE"
        env.stop(f"VAULT_ADDR needs one way to log in: {ways}; {len(log_ins) or 'none'} of them is set.")
    vault = Vault(
        address,
        log_in=log_ins[0],
        mount=env.text("VAULT_MOUNT", "secret").strip("/"),
        path=env.text("VAULT_PATH", "travelhub").strip("/"),
        namespace=env.text("VAULT_NAMESPACE"),
        clock=secret_sources.process.clock,
    )
    last_good = LastGood(kept, vault.place)
    if keep:
        var_dir.mkdir(parents=True, exist_ok=True)
    else:
        last_good.forget()
    try:
        secret_sources.process.use(vault, last_good if keep else None)
    except secret_sources.UnreadableError as error:
        env.stop(str(error))


def _log_ins() -> list[LogIn]:
    """All that are set. Each secret of them is asked for by now at every log-in, since its file may change."""
    found: list[LogIn] = []
    mount = env.text("VAULT_AUTH_MOUNT")
    if token := env.secret("VAULT_TOKEN"):
        found.append(Token(lambda: secret_sources.current("VAULT_TOKEN") or token))
    role_id, secret_id = env.text("VAULT_ROLE_ID"), env.secret("VAULT_SECRET_ID")
    if bool(role_id) != bool(secret_id):
        given, missing = ("VAULT_ROLE_ID", "VAULT_SECRET_ID") if role_id else ("VAULT_SECRET_ID", "VAULT_ROLE_ID")
        env.stop(f"{given} is set, but {missing} is not.")
    if role_id:
        approle = AppRole(role_id, lambda: secret_sources.current("VAULT_SECRET_ID") or secret_id, mount or "approle")
        found.append(approle)
    if role := env.text("VAULT_KUBERNETES_ROLE"):
        path = Path(env.text("VAULT_KUBERNETES_TOKEN_FILE", SERVICE_ACCOUNT))
        found.append(Kubernetes(role, lambda: _service_account(path), mount or "kubernetes"))
    return found


def _service_account(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except OSError as error:
        words = f"VAULT_KUBERNETES_ROLE is set, but the service account's token {path} cannot be read"
        raise VaultError(f"{words} ({error.strerror}).") from error
