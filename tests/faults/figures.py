"""What a fault run has found out: printed line by line, each with whether it holds."""

from dataclasses import dataclass, field


@dataclass
class Figures:
    title: str
    untrue: list[str] = field(default_factory=list)

    def say(self, name: str, value: object, *, holds: bool | None = None) -> None:
        """`holds`: whether it is as was claimed; None: only told."""
        mark = {True: "ok  ", False: "NOT ", None: "    "}[holds]
        print(f"{mark}{name}: {value}", flush=True)
        if holds is False:
            self.untrue.append(name)

    def end(self) -> int:
        """The exit code."""
        print(f"{self.title}: {'not true: ' + ', '.join(self.untrue) if self.untrue else 'true'}", flush=True)
        return 1 if self.untrue else 0
