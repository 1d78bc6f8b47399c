"""Which gemeenten went up in which others since 2021, so that an old code finds its way."""

from __future__ import annotations

from typing import Final, NamedTuple


class Merger(NamedTuple):
    """A gemeente that is no more.

    Attributes
    ----------
    name : what it was called
    year : first year in which it was no gemeente any more
    into : code of the gemeente in which all or most of it went up
    into_name : name of that gemeente
    """

    name: str
    year: int
    into: str
    into_name: str


# Source: CBS, Gemeentelijke indeling op 1 januari 2021 .. 2024; Weesp: 24 March 2022
MERGERS: Final[dict[str, Merger]] = {
    "GM0003": Merger("Appingedam", 2021, "GM1979", "Eemsdelta"),
    "GM0010": Merger("Delfzijl", 2021, "GM1979", "Eemsdelta"),
    "GM0024": Merger("Loppersum", 2021, "GM1979", "Eemsdelta"),
    "GM0788": Merger("Haaren", 2021, "GM0824", "Oisterwijk"),
    "GM0370": Merger("Beemster", 2022, "GM0439", "Purmerend"),
    "GM0398": Merger("Heerhugowaard", 2022, "GM1980", "Dijk en Waard"),
    "GM0416": Merger("Langedijk", 2022, "GM1980", "Dijk en Waard"),
    "GM0756": Merger("Boxmeer", 2022, "GM1982", "Land van Cuijk"),
    "GM1684": Merger("Cuijk", 2022, "GM1982", "Land van Cuijk"),
    "GM0786": Merger("Grave", 2022, "GM1982", "Land van Cuijk"),
    "GM0815": Merger("Mill en Sint Hubert", 2022, "GM1982", "Land van Cuijk"),
    "GM1702": Merger("Sint Anthonis", 2022, "GM1982", "Land van Cuijk"),
    "GM1685": Merger("Landerd", 2022, "GM1991", "Maashorst"),
    "GM0856": Merger("Uden", 2022, "GM1991", "Maashorst"),
    "GM0457": Merger("Weesp", 2022, "GM0363", "Amsterdam"),
    "GM0501": Merger("Brielle", 2023, "GM1992", "Voorne aan Zee"),
    "GM0530": Merger("Hellevoetsluis", 2023, "GM1992", "Voorne aan Zee"),
    "GM0614": Merger("Westvoorne", 2023, "GM1992", "Voorne aan Zee"),
}


def name_of(code: str) -> str | None:
    """Return what a gemeente made by a merger is called, where CBS left its name out."""
    return next((m.into_name for m in MERGERS.values() if m.into == code), None)
