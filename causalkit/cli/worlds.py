"""``causalkit worlds``: which worlds come with the package."""

from __future__ import annotations

from causalkit.cli.options import Json


def worlds(*, json: Json = False) -> None:
    """List the worlds that come with the package.

    Example: causalkit worlds
    """
    from causalkit.cli.machine import print_json
    from causalkit.nature import shipped_worlds

    found = shipped_worlds()
    if json:
        listed = [
            {
                "world": each.name,
                "title": each.title,
                "question": str(each.question),
                "presets": [preset.name for preset in each.presets],
            }
            for each in found.values()
        ]
        print_json({"worlds": listed})
        return
    from causalkit.cli.screen import console, table

    shown = table("Worlds", "world", "title", "question", "presets")
    for each in found.values():
        presets = ", ".join(preset.name for preset in each.presets) or "–"
        shown.add_row(each.name, each.title, str(each.question), presets)
    console().print(shown)
