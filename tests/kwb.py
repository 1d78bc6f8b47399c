"""An invented file in the layout of CBS Kerncijfers wijken en buurten, for tests."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

_GEMEENTE = {
    "a_inw": "24000",
    "a_00_14": "3600",
    "a_15_24": "2800",
    "a_25_44": "5800",
    "a_45_64": "6700",
    "a_65_oo": "5100",
    "a_hh": "10900",
    "a_1p_hh": "3700",
    "p_wcorpw": "26,0",
    "p_huurw": "36,0",
    "a_opl_bvm": "4700",
    "a_opl_hvm": "8000",
    "a_opl_hw": "5300",
    "p_arb_pp": "71,0",
    "p_arb_zs": "15,0",
    "p_hh_lkk": "4,9",
    "p_hh_110": "7,7",
    "a_soz_wb": "410",
    "a_soz_ao": "900",
    "a_wmo_t": "1500",
    "g_afs_hp": "0,9",
    "ste_mvs": "3",
}
_POOR = {
    "a_inw": "9000",
    "a_00_14": "1500",
    "a_15_24": "1200",
    "a_25_44": "2500",
    "a_45_64": "2300",
    "a_65_oo": "1500",
    "a_hh": "4400",
    "a_1p_hh": "1900",
    "p_wcorpw": "48,0",
    "p_huurw": "60,0",
    "a_opl_bvm": "2300",
    "a_opl_hvm": "2900",
    "a_opl_hw": "1300",
    "p_arb_pp": "66,0",
    "p_arb_zs": "12,0",
    "p_hh_lkk": "8,2",
    "a_soz_wb": "290",
}
AREAS: tuple[tuple[str, str, str, Mapping[str, str]], ...] = (
    ("Gemeente", "GM9998", "Voorbeeldstad", _GEMEENTE),
    ("Wijk", "WK999801", "Noord", _POOR),
    ("Buurt", "BU99980101", "Noord-Oost", {"a_inw": "5000"}),
    ("Buurt", "BU99980102", "Noord-West", {"a_inw": "4000"}),
    ("Wijk", "WK999802", "Zuid", {"a_inw": "8500", "p_hh_lkk": "-99997"}),
    ("Buurt", "BU99980201", "Zuid", {"a_inw": "8500"}),
    ("Wijk", "WK999803", "Buitengebied", {"a_inw": "40"}),
    ("Wijk", "WK999804", "West", {"a_inw": "6460"}),
    ("Wijk", "WK999805", "Haven", {"a_inw": "0"}),
    ("Gemeente", "GM9997", "Leegdorp", {"a_inw": "4000"}),
    ("Wijk", "WK999700", "Leegdorp", {"a_inw": "4000"}),
)
_OLD_NAMES = {"a_opl_bvm": "a_opl_lg", "a_opl_hvm": "a_opl_md", "a_opl_hw": "a_opl_hg"}


def write_kwb(path: Path, old: bool = False, raw: bool = False) -> Path:
    """Write the file, with the columns of before 2023 where asked, raw as CBS sometimes leaves it."""
    columns = [*_GEMEENTE]
    blank = " " if raw else ""
    names = [_OLD_NAMES.get(c, c) if old else c for c in columns]
    lines = [";".join([f"{n}{blank}" for n in ("gwb_code_10", "regio", "gm_naam", "recs", *names)])]
    gemeente = ""
    for kind, code, name, figures in AREAS:
        gemeente = name if kind == "Gemeente" else gemeente
        cells = [figures.get(c, "" if raw else ".") for c in columns]
        lines.append(";".join(f"{cell}{blank}" for cell in (code, name, gemeente, kind, *cells)))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8-sig" if raw else "utf-8")
    return path
