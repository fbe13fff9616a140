def standing() -> list[object]:
    return []
