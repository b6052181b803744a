"""Writes the mail samples anew, byte for byte the same each time: python make.py."""

import base64
import quopri
from pathlib import Path

HERE = Path(__file__).parent
CSV = "Pos;Artikel;Menge\n1;Dübel;200\n".encode("cp1252")
LOGO = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")

ANGEBOT = """\
Return-Path: <einkauf@mueller-bau.example>
From: =?iso-8859-1?Q?J=FCrgen_M=FCller?= <einkauf@mueller-bau.example>
To: "Tischlerei Weiss" <info@weiss.example>,
 Vertrieb <vertrieb@weiss.example>
Cc: buero@mueller-bau.example
Subject: =?utf-8?B?QW5mcmFnZSBUw7xyZW4gZsO8ciBCYXV2b3Jo?=
 =?utf-8?B?YWJlbiAyMDI0LzE3?=
Date: Thu, 14 Mar 2024 09:12:44 +0100
Message-ID: <1@mueller-bau.example>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="aussen"

--aussen
Content-Type: multipart/alternative; boundary="innen"

--innen
Content-Type: text/plain; charset=iso-8859-1
Content-Transfer-Encoding: quoted-printable

{text}
--innen
Content-Type: text/html; charset=utf-8

<p>Sehr geehrte Damen und Herren</p>
--innen--
--aussen
Content-Type: text/csv; name="=?iso-8859-1?Q?St=FCckliste.csv?="
Content-Disposition: attachment; filename*=iso-8859-1''St%FCckliste.csv
Content-Transfer-Encoding: base64

{csv}
--aussen
Content-Type: message/rfc822

From: Bauleitung <bl@mueller-bau.example>
Subject: Termin
Date: Wed, 13 Mar 2024 17:00:00 +0100

Einbau ab 2. April.
--aussen--
"""
TEXT = """\
Sehr geehrte Damen und Herren,

bitte bieten Sie 12 T\u00fcren nach Liste an.
Lieferung bis 30.04.2024.

Mit freundlichen Gr\u00fc\u00dfen
J\u00fcrgen M\u00fcller
--\x20
M\u00fcller Bau GmbH, K\u00f6ln

Am 12.03.2024 um 08:00 schrieb Tischlerei Weiss:
> K\u00f6nnen Sie uns die St\u00fcckliste senden?
>
> Gru\u00df
"""
HTML = """\
From: shop@example.com
To: info@weiss.example
Subject: Ihre Bestellung
Date: 32.13.2024
MIME-Version: 1.0
Content-Type: multipart/related; boundary=b

--b
Content-Type: text/html; charset=utf-8

<html><head><style>p {{color: red}}</style></head><body><p>Guten Tag,</p>
<table><tr><td>Schrauben</td><td>200</td></tr><tr><td>D\u00fcbel</td><td>50</td></tr></table>
<blockquote>Wann kommt die Ware?</blockquote><img src="cid:logo"></body></html>
--b
Content-Type: image/gif
Content-ID: <logo>
Content-Transfer-Encoding: base64

{logo}
--b--
"""
ALT = """\
From: M\u00fcller <a@b.example>
To: info@weiss.example
Subject: Gr\u00f6\u00dfe
Date: Mon, 5 Feb 2001 8:03 MEZ

Ohne Angabe: Gr\u00f6\u00dfe \u00e4ndern.

Von: Vertrieb
Gesendet: Sonntag, 4. Februar 2001
An: M\u00fcller

Welche Gr\u00f6\u00dfe?
"""
WINMAIL = """\
From: a@b.example
To: info@weiss.example
Subject: Unterlagen
Date: Tue, 2 Jan 2024 10:00:00 +0100
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/plain

Anbei.
--b
Content-Type: application/ms-tnef; name="winmail.dat"
Content-Transfer-Encoding: base64

{tnef}
--b--
"""

SIGNED = """\
From: a@b.example
To: info@weiss.example
Subject: Vertrag
Date: Tue, 2 Jan 2024 10:00:00 +0100
MIME-Version: 1.0
Content-Type: application/pkcs7-mime; smime-type=signed-data; name="smime.p7m"
Content-Transfer-Encoding: base64

{p7m}"""


def main() -> None:
    text = quopri.encodestring(TEXT.encode("iso-8859-1")).decode()
    csv = base64.encodebytes(CSV).decode()
    (HERE / "anfrage.eml").write_bytes(ANGEBOT.format(text=text, csv=csv).replace("\n", "\r\n").encode())
    (HERE / "bestellung_html.eml").write_bytes(HTML.format(logo=base64.b64encode(LOGO).decode()).encode())
    (HERE / "ohne_zeichensatz.eml").write_bytes(ALT.encode("cp1252"))
    tnef = base64.encodebytes((HERE.parent / "tnef" / "winmail.dat").read_bytes()).decode()
    p7m = (HERE.parent / "smime" / "smime.p7m").read_bytes()
    (HERE / "signiert.eml").write_bytes(SIGNED.format(p7m=base64.encodebytes(p7m).decode()).encode())
    (HERE / "winmail.eml").write_bytes(WINMAIL.format(tnef=tnef).encode())


if __name__ == "__main__":
    main()
