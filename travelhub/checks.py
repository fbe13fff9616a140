"""System checks of the wiring; each with an id and a hint."""
