"""The pages of the dashboard, a module each."""

from __future__ import annotations

from bereik.experiments.job import Job
from bereik.present.app.estimates import Crew
from bereik.present.app.frame import put_on_its_addresses, tells_of_connections
from bereik.present.app.pages import account, assumptions, compare, game, home, life, paradox
from bereik.present.app.pages.paradox.policies import first_questions


def put_on_their_addresses(crew: Crew) -> list[Job]:
    """Put every page on its addresses, and return the questions that everybody asks first."""
    tells_of_connections()
    put_on_its_addresses("home", home.build)
    put_on_its_addresses("paradox", lambda lang: paradox.build(crew, lang))
    put_on_its_addresses("compare", lambda lang: compare.build(crew, lang))
    put_on_its_addresses("assumptions", lambda lang: assumptions.build(crew, lang))
    put_on_its_addresses("life", lambda lang: life.build(crew, lang))
    put_on_its_addresses("game", lambda lang: game.build(crew, lang))
    put_on_its_addresses("account", account.build)
    return first_questions()
