"""The pages as a person meets them, in Debian's Chromium, with every outside host blocked."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.append(str(Path(__file__).parent))  # where the invented file of CBS stands

from kwb import write_kwb

pytest.importorskip("nicegui", reason="the extra `app` is not installed")
sync_api = pytest.importorskip("playwright.sync_api", reason="the extra `browser` is not installed")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="nor is axe")
CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium on this machine")

LOOPBACK = "127.0.0.1"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost",
]  # fmt: skip
SIZES = [(1920, 1080), (1366, 768), (390, 844)]
PAGES = ["/", "/paradox", "/vergelijk", "/aannamen", "/inwoner", "/verdeel", "/verantwoording"]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PATIENCE = 180_000  # milliseconds: a machine that tests much is slow
NOTICE = {"": "Synthetisch, niet voor besluiten over personen", "/en": "Synthetic; not for decisions"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder, port = tmp_path_factory.mktemp("app"), free_port()
    command = [sys.executable, "-m", "bereik.cli", "app", "--no-open", "--port", str(port)]
    env = {**os.environ, "BEREIK_APP": str(folder / "kept")}
    for name in [name for name in env if name.startswith(("PYTEST", "NICEGUI"))]:
        del env[name]  # it is to run as it does for a user
    with (folder / "told.txt").open("w") as told:
        process = subprocess.Popen(command, stdout=told, stderr=subprocess.STDOUT, env=env, cwd=folder)
    address = f"http://{LOOPBACK}:{port}"
    try:
        for _ in range(240):
            try:
                urllib.request.urlopen(address, timeout=5).read()
                break
            except OSError:
                assert process.poll() is None, (folder / "told.txt").read_text()
                time.sleep(0.5)
        yield type("Server", (), {"address": address, "pid": process.pid, "told": folder / "told.txt"})
    finally:
        process.terminate()
        process.wait(30)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(server: Any, chromium: Any) -> Iterator[Any]:
    """Opens a page as a visitor of her own; fails where a page asks an outside host, or breaks."""
    contexts: list[Any] = []
    wrong: list[str] = []

    def open_page(path: str, size: tuple[int, int] = SIZES[1]) -> Any:
        context = chromium.new_context(viewport={"width": size[0], "height": size[1]})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("request", lambda r: wrong.append(r.url) if outside(r.url) else None)
        page.on("console", lambda m: wrong.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda e: wrong.append(str(e)))
        page.goto(server.address + path)
        page.wait_for_selector("h1")
        return page

    def outside(url: str) -> bool:
        return not url.startswith((server.address, server.address.replace("http", "ws"), "data:", "blob:"))

    yield open_page
    for context in contexts:
        context.close()
    assert not wrong, wrong


def settled(page: Any) -> None:
    """Wait until the refined answer is drawn, and nothing is under way."""
    page.wait_for_function(
        """() => { const s = [...document.querySelectorAll('.status-line')];
        const bars = [...document.querySelectorAll('.status .q-linear-progress')];
        return s.length && s.every(e => /\\b12[.,]000\\b/.test(e.textContent))
            && !bars.some(e => e.offsetParent); }""",
        timeout=PATIENCE,
    )


def told_to_server(page: Any, slider: str, value: str) -> None:
    """Wait until a number that was typed has come back from the server: its slider stands there."""
    page.locator(f".q-slider[aria-label='{slider}'][aria-valuenow='{value}']").wait_for()


@pytest.mark.parametrize("lang", ["", "/en"])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_fits_every_screen_and_axe_finds_nothing(visit: Any, path: str, lang: str) -> None:
    page = visit((lang + path).rstrip("/") or "/", SIZES[0])
    if path in ("/paradox", "/vergelijk", "/verdeel"):
        if path == "/paradox":
            page.get_by_role("button", name="3.").click()
        settled(page)
    if path == "/inwoner":
        page.wait_for_selector("table.lives")
    assert page.evaluate("document.documentElement.lang").startswith("en" if lang else "nl")
    assert NOTICE[lang] in page.locator("footer").inner_text()
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(150)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.locator("h1").is_visible()
    found = axe.Axe().run(page, options={"runOnly": RULES}).response["violations"]
    assert not [(v["id"], v["nodes"][0]["html"]) for v in found]


def test_the_room_predicts_and_sees(visit: Any) -> None:
    page = visit("/paradox")
    page.get_by_role("button", name="Laat zien").click()
    assert "Vul eerst" in page.get_by_role("alert").inner_text()
    page.get_by_role("radio", name="Eropaf").first.click()
    page.get_by_role("radio", name="Alleen loket").last.click()
    page.get_by_role("button", name="Laat zien").click()
    settled(page)
    told = page.locator(".two").inner_text()
    assert "Eropaf, 5 van de 100. Bij het minste doenvermogen: Alleen loket." in told
    assert "van de 100 passende hulp onder ‘Alleen loket’" in told
    assert page.get_by_role("img", name="Binnen een jaar").count() == 1
    assert page.locator("svg path").count() > 4


def test_the_room_goes_through_the_paradox_by_keyboard_alone(visit: Any) -> None:
    page = visit("/paradox")

    def tab_to(role: str, name: str, which: int = 0) -> Any:
        wanted = page.get_by_role(role, name=name).nth(which)
        for _ in range(40):
            page.keyboard.press("Tab")
            if wanted.evaluate("e => e === document.activeElement || e.contains(document.activeElement)"):
                return wanted
        raise AssertionError(f"no way to {name} by keyboard")

    tab_to("radio", "Eropaf")
    page.keyboard.press("Space")
    by = tab_to("slider", "Hoeveel scheelt het")
    page.keyboard.press("ArrowRight")
    assert by.get_attribute("aria-valuenow") == "6"
    tab_to("radio", "Alleen loket", 1)
    page.keyboard.press("Space")
    tab_to("button", "Laat zien")
    page.keyboard.press("Enter")
    page.get_by_text("Eropaf, 6 van de 100. Bij het minste doenvermogen: Alleen loket.").wait_for()
    tab_to("button", "3.")
    page.keyboard.press("Enter")
    tab_to("slider", "Zichtbaar voor de buurt")
    page.keyboard.press("ArrowLeft")
    typed = tab_to("textbox", "Zichtbaar voor de buurt: getal")
    before = typed.input_value()
    assert "," in before
    page.keyboard.press("Control+a")
    page.keyboard.type("0,35")
    told_to_server(page, "Zichtbaar voor de buurt", "0.35")
    page.keyboard.press("Control+a")
    page.keyboard.type("3")
    page.get_by_text("Kies 0 tot 1.").wait_for()
    settled(page)


def test_a_reload_keeps_what_was_chosen_and_no_one_else_sees_it(visit: Any) -> None:
    mine, other = visit("/paradox"), visit("/paradox")
    for page in (mine, other):
        page.get_by_role("button", name="3.").click()
    box = mine.get_by_label("Stappen aan het loket: getal")
    box.fill("1")
    told_to_server(mine, "Stappen aan het loket", "1")
    settled(mine)
    mine.reload()
    assert mine.get_by_label("Stappen aan het loket: getal").input_value() in ("1", "1.0")
    other.reload()
    assert other.get_by_label("Stappen aan het loket: getal").input_value() in ("4", "4.0")
    assert mine.context.request.get(mine.url).ok


def test_plans_are_changed_saved_opened_and_sent(visit: Any, tmp_path: Path) -> None:
    page = visit("/vergelijk")
    settled(page)
    page.locator("summary", has_text="Uren en prijs").last.click()
    fte = page.get_by_label("outreach: fte per 10.000 inwoners (getal)")
    fte.fill("2")
    page.get_by_text("4,0 fte in deze gemeente").wait_for()
    settled(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Bewaar B").click()
    file = tmp_path / "b.toml"
    download.value.save_as(file)
    assert "fte_per_10000 = 2.0" in file.read_text(encoding="utf-8")
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_text("Geopend:").wait_for()
    third = page.locator("h2", has_text="C.")
    third.wait_for()
    assert fte.first.is_visible()  # the card of B stayed as it was
    page.get_by_role("button", name="Deel als link").click()
    link = page.locator(".link", has_text="plan=").inner_text().rsplit(" ", 1)[1]
    page.reload()
    third.wait_for()
    assert third.count() == 1
    other = visit(link[link.index("/vergelijk") :])
    other.get_by_text("De plannen uit de link staan klaar.").wait_for()
    other.locator("h2", has_text="C.").wait_for()
    other.wait_for_url(lambda url: "plan=" not in url)


def test_a_lost_connection_loses_nothing(visit: Any) -> None:
    page = visit("/paradox")
    page.get_by_role("button", name="3.").click()
    box = page.get_by_label("Stappen aan het loket: getal")
    box.fill("2")
    told_to_server(page, "Stappen aan het loket", "2")
    page.evaluate("window.socket.emit = () => window.socket")
    box.fill("2,5")  # lost on its way
    page.wait_for_timeout(700)
    page.evaluate("delete window.socket.emit; window.socket.io.engine.close()")
    page.wait_for_function("!window.socket.connected")
    assert "De verbinding is weg." in (page.locator("#popup").text_content() or "")
    page.wait_for_function("window.socket.connected", timeout=PATIENCE)
    told_to_server(page, "Stappen aan het loket", "2.5")
    assert box.input_value() == "2,5"
    box.fill("3")
    told_to_server(page, "Stappen aan het loket", "3")
    settled(page)


def test_her_own_gemeente_and_the_map_of_its_wijken_are_dropped_on_the_page(
    visit: Any, tmp_path: Path
) -> None:
    page = visit("/vergelijk")
    page.locator("input[type=file]").set_input_files(write_kwb(tmp_path / "kwb2024.csv"))
    page.get_by_label("Uw gemeente").fill("Voorb")
    page.get_by_role("option", name="Voorbeeldstad").click()
    page.get_by_text("Alle plannen gaan nu over Voorbeeldstad.").wait_for()
    page.get_by_text("De verzonnen inwoners passen bij").wait_for()
    page.evaluate(
        """map => { const dropped = new DataTransfer(); dropped.items.add(new File([map], 'wijken.geojson'));
        document.dispatchEvent(new DragEvent('drop', {dataTransfer: dropped, cancelable: true})); }""",
        squares("WK999801", "Zuid", "WK999804"),
    )
    page.get_by_text("3 van de 4 wijken staan op de kaart; niet Buitengebied.").first.wait_for()
    page.get_by_role("img", name="Bereik per wijk").locator("svg path").nth(6).wait_for()
    page.reload()
    page.get_by_role("img", name="Bereik per wijk").locator("svg path").nth(6).wait_for()
    found = axe.Axe().run(page, options={"runOnly": RULES}).response["violations"]
    assert not [(v["id"], v["nodes"][0]["html"]) for v in found]


def squares(*wijken: str) -> str:
    """Return a map with a square for each wijk."""
    corners = [(0.0, 0.0), (0.1, 0.0), (0.1, 0.1), (0.0, 0.1), (0.0, 0.0)]
    areas = [
        {
            "type": "Feature",
            "properties": {"wijk": wijk},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[5.0 + k / 5 + x, 52.0 + y] for x, y in corners]],
            },
        }
        for k, wijk in enumerate(wijken)
    ]
    return json.dumps({"type": "FeatureCollection", "features": areas})


def test_a_persona_is_followed_and_counted_over_replicates(visit: Any) -> None:
    page = visit("/inwoner")
    page.get_by_label("Iemand uit het rapport").click()
    page.get_by_role("option", name="Ingrid").click()
    page.get_by_role("heading", name="Hoe vaak wordt Ingrid geholpen?").wait_for()
    assert page.locator("table.lives").count() == 1
    assert "van de 20 herhalingen" in page.locator(".finding").last.inner_text()
    row = page.locator("tr", has=page.locator("th", has_text=re.compile("^passende hulp$"))).last
    assert re.fullmatch(r"\d+ % \(\d+–\d+\)", row.locator("td").first.inner_text().strip())
    page.get_by_label("Plan B").fill("Waar het loket wint")
    page.get_by_role("option", name="Waar het loket wint").first.click()
    page.locator("p.wrong", has_text="verschillende mensen").wait_for()


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("klanten.csv", b"naam;bsn\nx;1\n", "persoonsgegevens"),
        ("wijken.csv", b"wijk;aantal\nA;1\n", "Kerncijfers"),
        ("wijken.geojson", b"{}", "eerst het CBS-bestand"),
        ("groot.toml", b"#" * 500_000, "te groot"),
        ("fout.toml", b"[services.loket]\nhour_per_week = 2\n", "hour_per_week"),
        ("plaatje.png", b"\x89PNG\r\n\x1a\n\x00\x00", "geen tekstbestand"),
    ],
)
def test_a_bad_upload_gets_one_sentence(visit: Any, name: str, content: bytes, told: str) -> None:
    page = visit("/vergelijk")
    file = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    page.locator("input[type=file]").set_input_files(files=[file])
    page.locator("p.wrong", has_text=told).wait_for()
    assert page.locator("h2", has_text="C.").count() == 0


def test_groups_share_a_scoreboard_and_a_double_click_counts_once(visit: Any) -> None:
    one, other = visit("/verdeel"), visit("/verdeel")
    one.get_by_role("button", name="Kijk").click()
    one.get_by_text("Geef eerst uw groep een naam.").wait_for()
    one.get_by_label("Naam van uw groep").fill("Noord")
    one.get_by_label("Eropaf: getal").fill("1")
    one.wait_for_timeout(700)
    one.get_by_role("button", name="Kijk").click()
    one.get_by_text("Verdeel eerst precies tien fte.").wait_for()
    one.get_by_label("Wijkteam: getal").fill("8")
    one.wait_for_timeout(700)
    one.get_by_role("button", name="Kijk").dblclick()
    other.locator("th", has_text="Noord").wait_for()
    settled(one)
    other.wait_for_timeout(2500)
    assert other.locator("th", has_text="Noord").count() == 1
    assert other.get_by_label("Naam van uw groep").input_value() == ""


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks for the workers in /proc")
def test_a_worker_killed_under_a_question_is_told_and_the_answer_comes(visit: Any, server: Any) -> None:
    page = visit("/vergelijk")
    settled(page)
    page.get_by_label("Soort gemeente").click()
    page.get_by_role("option", name="grote stad").click()
    page.get_by_role("button", name="Stop").wait_for()
    page.evaluate(
        """() => { window.told = []; new MutationObserver(() => window.told.push(
        document.querySelector('.status-line').textContent)).observe(document.querySelector('.status'),
        {subtree: true, childList: true, characterData: true}); }"""
    )
    for pid in workers_of(server.pid):
        os.kill(pid, signal.SIGKILL)
    page.wait_for_function("window.told.some(t => t.includes('Een rekenproces viel uit'))", timeout=PATIENCE)
    settled(page)


def workers_of(pid: int) -> list[int]:
    """Return the processes that a server started to compute."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    for task in Path(f"/proc/{pid}/task").iterdir():
        children += (task / "children").read_text().split()
    return sorted({int(c) for c in children if b"spawn_main" in Path(f"/proc/{c}/cmdline").read_bytes()})


def test_a_stopped_question_leaves_what_was_drawn(visit: Any) -> None:
    page = visit("/vergelijk")
    settled(page)
    before = page.locator(".finding").inner_text()
    page.get_by_label("Soort gemeente").click()
    page.get_by_role("option", name="kleinschalig").click()
    page.get_by_role("button", name="Stop").click()
    page.get_by_text("Gestopt.").wait_for()
    assert page.locator(".finding").inner_text() == before


def test_the_server_says_where_it_is_and_nothing_else(server: Any) -> None:
    assert server.told.read_text().strip() == f"Bereik staat klaar op {server.address}/  Stoppen: Ctrl-C."


def test_every_worksheet_of_the_training_is_one_page_of_a4(chromium: Any, tmp_path: Path) -> None:
    sheets = Path(__file__).resolve().parent.parent / "docs" / "trainer" / "werkbladen.html"
    page = chromium.new_page()
    page.goto(sheets.as_uri())
    printed = tmp_path / "werkbladen.pdf"
    page.pdf(path=printed, prefer_css_page_size=True)
    count = page.locator("section.blad").count()
    page.close()
    assert len(re.findall(rb"/Type\s*/Page\b", printed.read_bytes())) == count
