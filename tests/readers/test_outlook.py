"""Outlook's files against what other programs find in them, and against damage."""

import json
import runpy
import shutil
import struct
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hanse.config import Config
from hanse.errors import Unreadable
from hanse.readers import eml, msg, pst, tnef
from hanse.readers._mapi import compressed, rtf
from hanse.readers._mapi.properties import codepage_name
from hanse.readers.item import Item
from hanse.readers.msg.cfb import Compound, Folder
from hanse.readers.msg.written import Node, file
from hanse.readers.pool.children import Pool
from hanse.readers.tnef.stream import attributes, properties
from hanse.records import Finding, Inside, Reading

HERE = Path(__file__).parent
MAIL = HERE.parents[2] / "shared/samples/mail"
make: dict[str, Any] = runpy.run_path(str(HERE / "samples/msg/make.py"))
needs_samples = pytest.mark.skipif(not MAIL.exists(), reason="needs ../shared/samples/mail")
needs_readpst = pytest.mark.skipif(shutil.which("readpst") is None, reason="needs readpst (pst-utils)")
EXPECTED = {name: {} for name in ("docling-mail", "poi-outlook", "python-oxmsg", "tika-mail")} | (
    {path.parent.name: json.loads(path.read_text(encoding="utf-8")) for path in MAIL.glob("*/expected.json")}
)


def _msg(path: Path) -> Reading:
    return msg.read(Item.at(path))


def _body(reading: Reading) -> str:
    return "\n".join(b.text for d in reading.documents for b in d.blocks if b.place.part != "header")


def _codes(reading: Reading) -> list[str]:
    return [finding.code for finding in reading.findings]


@needs_samples
def test_a_message_has_the_same_content_as_the_mail_it_was_made_from() -> None:
    wanted = EXPECTED["docling-mail"]["eml_with_attachment.eml"]
    reading = _msg(MAIL / "docling-mail/msg_with_attachment.msg")
    assert reading.tables[0].rows[0][1:4] == (wanted["from"], wanted["to"], wanted["subject"])
    assert wanted["text_contains"] in _body(reading)
    first = reading.inside[0]
    assert first.name == "1:" + wanted["attachments"][0]["name"]
    assert first.data.decode().startswith(wanted["attachments"][0]["starts_with"])


@needs_samples
def test_a_message_of_another_mail_program_is_read_as_expected() -> None:
    wanted = EXPECTED["python-oxmsg"]["message.msg"]
    reading = _msg(MAIL / "python-oxmsg/message.msg")
    day, _, _, subject, _ = reading.tables[0].rows[0]
    assert len(reading.inside) == wanted["attachments"]
    assert subject == wanted["subject"]
    assert day == datetime.fromisoformat(wanted["sent"]).replace(tzinfo=None)
    assert _body(reading).startswith(wanted["body_starts_with"])
    with pytest.raises(Unreadable):
        _msg(MAIL / "python-oxmsg/not-a-MSG-file.msg")


@needs_samples
@pytest.mark.parametrize("name", ["ASCII_UTF-8_CP1252_LCID1031", "HTMLBodyBinary_UTF-8"])
def test_the_code_page_of_8_bit_texts_is_found(name: str) -> None:
    wanted = EXPECTED["poi-outlook"][f"hsmf/{name}.msg"]
    reading = _msg(MAIL / f"poi-outlook/hsmf/{name}.msg")
    assert reading.documents[0].title == wanted["subject"]
    markup = wanted.get("html_contains", "").removeprefix("<body>").removesuffix("</body>")
    assert _body(reading) == (wanted["text"] or markup)


@needs_samples
def test_a_winmail_dat_gives_its_files_and_its_text_byte_for_byte() -> None:
    folder = MAIL / "poi-outlook/hmef"
    reading = tnef.read(Item.at(folder / "quick-winmail.dat"))
    names = [inside.name.partition(":")[2] for inside in reading.inside]
    assert names == EXPECTED["poi-outlook"]["hmef/quick-winmail.dat"]["attachments"]
    assert [inside.data for inside in reading.inside] == [(folder / "quick-contents" / n).read_bytes() for n in names]
    data = (folder / "quick-winmail.dat").read_bytes()
    packed = next(properties(a.data)[0x1009].data for a in attributes(data) if a.name == 0x9003)
    assert compressed.rtf(packed) == ((folder / "quick-contents/message.rtf").read_bytes(), True)
    assert "These are five files." in _body(reading)


@needs_samples
@needs_readpst
def test_a_data_file_gives_its_items_with_the_names_of_their_folders() -> None:
    reading = pst.read(Item.at(MAIL / "tika-mail/testPST_variousBodyTypes.pst"))
    assert [i.name for i in reading.inside] == [f"Outlook Data File/Inbox/tmp/{n}.eml" for n in (1, 2, 3, 4)]
    assert len(reading.inside) + 1 == EXPECTED["tika-mail"]["testPST_variousBodyTypes.pst"]["objects"]
    subjects = [eml.read(Item.of("x.eml", i.data)).documents[0].title for i in reading.inside]
    assert subjects == ["original email", *["FW: original email"] * 3]


@needs_samples
@needs_readpst
def test_a_data_file_larger_than_allowed_stops_with_a_finding_and_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    item = Item.at(MAIL / "tika-mail/testPST_variousBodyTypes.pst")
    *mails, told = pst.members(item, room=12_000)
    assert len(mails) == 2
    assert isinstance(told, Finding)
    assert "read_expansion_mb" in told.message.de
    assert list(tmp_path.iterdir()) == []


@needs_samples
@needs_readpst
@pytest.mark.parametrize("size", [600, 20_000, 200_000])
def test_a_data_file_that_breaks_off_says_so(size: int) -> None:
    data = (MAIL / "tika-mail/testPST_variousBodyTypes.pst").read_bytes()
    try:
        reading = pst.read(Item.of("x.pst", data[:size]))
    except Unreadable as error:
        assert error.hint.de  # noqa: PT017 - either way is right, by how much is left
        return
    assert reading.findings


def test_without_readpst_the_finding_names_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    reading = pst.read(Item.of("x.pst", b"!BDN" + bytes(4) + b"SM" + bytes(600)))
    assert "pst-utils" in reading.findings[0].message.de
    assert reading.counts.rejected == 1


def _tree(draw: st.DrawFn, depth: int) -> Node:
    streams = draw(st.dictionaries(st.sampled_from("abcdefgh"), st.binary(max_size=9000), max_size=4))
    inner = draw(st.sets(st.sampled_from("xyz"), max_size=2)) if depth else set[str]()
    folders = [_tree(draw, depth - 1)._replace(name=name) for name in sorted(inner)]
    return Node("Root Entry", None, (*(Node(name, data) for name, data in streams.items()), *folders))


@st.composite
def trees(draw: st.DrawFn) -> Node:
    return _tree(draw, 2)


def _same(node: Node, folder: Folder) -> bool:
    streams = {part.name: part.data for part in node.children if part.data is not None}
    folders = dict(folder.named_folders())
    inner = [part for part in node.children if part.data is None]
    return (
        {name: folder.stream(name) for name in folder.streams()} == streams
        and set(folders) == {part.name for part in inner}
        and all(_same(part, folders[part.name]) for part in inner)
    )


@settings(deadline=None, database=None, max_examples=60)
@given(trees())
def test_what_is_written_as_a_compound_file_reads_back_the_same(tree: Node) -> None:
    assert _same(tree, Compound(file(tree)).root())


def test_a_stream_of_many_megabytes_is_written_and_read_back() -> None:
    data = bytes(range(256)) * 40_000
    root = Compound(file(Node("Root Entry", None, (Node("a", data),)))).root()
    assert root.stream("a") == data


def test_a_message_inside_a_message_is_read_like_one_outside(tmp_path: Path) -> None:
    path = tmp_path / "angebot.msg"
    path.write_bytes(make["offer"]())
    with Pool(Config(home=tmp_path)) as pool:
        readings = dict(pool.read(path))
    inner = readings["3:Termin.msg"]
    assert inner.tables[0].rows[0][3] == "Termin"
    assert _body(inner) == "Einbau ab 2. April."


def test_winmail_dat_in_a_mail_is_gone_into(tmp_path: Path) -> None:
    path = tmp_path / "winmail.eml"
    path.write_bytes((HERE / "samples/eml/winmail.eml").read_bytes())
    with Pool(Config(home=tmp_path)) as pool:
        readings = dict(pool.read(path))
    assert "2:winmail.dat!/1:Stückliste.csv" in readings
    assert "für Köln" in _body(readings["2:winmail.dat"])


@settings(deadline=None, database=None, max_examples=100)
@given(st.binary(max_size=3000))
def test_literals_and_plain_rtf_come_out_as_they_went_in(data: bytes) -> None:
    assert compressed.rtf(make["lzfu"](data)) == (data, True)
    plain = struct.pack("<II4sI", len(data) + 12, len(data), b"MELA", 0) + data
    assert compressed.rtf(plain) == (data, True)


def test_references_into_the_dictionary_are_resolved() -> None:
    """The examples of MS-OXRTFCP 4.1.1 and 4.1.2."""
    first = bytes.fromhex(
        "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
    )
    second = bytes.fromhex("1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0")
    assert compressed.rtf(first) == (b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n", True)
    assert compressed.rtf(second) == (b"{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}", True)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (rb"{\rtf1\ansi\ansicpg1252 Gr\'fc\'dfe}", "Grüße"),
        (rb"{\rtf1\ansi\ansicpg1252\uc1 5 \u8364? netto}", "5 € netto"),
        (rb"{\rtf1\ansi\uc0 \u-10179\u-8704}", "\U0001f600"),
        (rb"{\rtf1{\fonttbl{\f0 Arial;}}{\*\generator Riched20;}Text\par Zwei\tab Drei}", "Text\nZwei\tDrei"),
        (rb"{\rtf1\ansi\ansicpg932{\fonttbl{\f0\fcharset128 MS;}}\f0\'93\'fa\'96\'7b}", "日本"),
        (rb"{\rtf1 a\{b\}\\c{\pict\bin4 }}}}}d}", "a{b}\\cd"),
        (rb"{\rtf1 offen {noch", "offen noch"),
    ],
)
def test_rtf_shows_what_a_person_sees(source: bytes, text: str) -> None:
    assert rtf.shown(source) == (text, False)


def test_html_in_rtf_is_taken_out() -> None:
    """As in the example of MS-OXRTFEX 3.1.1, with text both in and outside of tags."""
    source = (
        rb"{\rtf1\ANSI\ansicpg1251\fromhtml1 \deff0 {\fonttbl {\f0\fmodern Courier New;}}\uc1\pard\plain\deftab360"
        rb"{\*\htmltag18 <HTML>}{\*\htmltag148 <P>}\htmlrtf \par\htmlrtf0 text {\*\htmltag84 <B>}\htmlrtf {\b \htmlrtf0"
        rb" bold{\*\htmltag92 </B>}\htmlrtf }\htmlrtf0 \'ab{\*\htmltag27 </HTML>}}"
    )
    assert rtf.shown(source) == ("<HTML><P>text <B>bold</B>«</HTML>", True)


@pytest.mark.parametrize("number", [1252, 1250, 932, 936, 65001, 28591, 28605, 20127])
def test_the_code_pages_of_windows_have_names_that_python_knows(number: int) -> None:
    assert "a".encode(codepage_name(number)) == b"a"


@pytest.mark.parametrize("sample", sorted((HERE / "samples/tnef").glob("*.golden")))
def test_no_winmail_dat_adds_a_mail_to_the_table_of_mails(sample: Path) -> None:
    assert "# table" not in sample.read_text(encoding="utf-8")


def _members(parts: Iterator[Inside | Finding]) -> list[str]:
    return [part.name for part in parts if isinstance(part, Inside)]


def test_what_is_no_data_file_says_so() -> None:
    with pytest.raises(Unreadable):
        _members(pst.members(Item.of("x.pst", b"Text"), room=1 << 20))
