"""Secrets in every way they may be written, in every kind of body, whole and torn."""

import base64
import html
import json
import struct
from urllib.parse import quote, quote_plus, unquote_plus

import cbor2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.redacted import CBOR, DYNAMO, MAIL, back, exchange, fits, plain, story

from aws_job_conformance.redact import _escapes
from aws_job_conformance.redact._escapes import PLAIN, Escapes
from aws_job_conformance.redact._layers import Text, unwrapped


def escaped(text, form="{:04x}"):
    units = text.encode("utf-16-be")
    numbers = [int.from_bytes(units[i : i + 2]) for i in range(0, len(units), 2)]
    return "".join("\\u" + form.format(number) for number in numbers)


WAYS = {
    "raw": str,
    "percent": lambda text: quote(text, safe=""),
    "percent in lower case": lambda text: quote(text, safe="").replace("%2F", "%2f"),
    "every byte in percent": lambda text: "".join(f"%{byte:02X}" for byte in text.encode()),
    "percent twice": lambda text: quote(quote(text, safe=""), safe=""),
    "plus": quote_plus,
    "XML": html.escape,
    "references": lambda text: "".join(f"&#{ord(char)};" for char in text),
    "hexadecimal references": lambda text: "".join(f"&#x{ord(char):X};" for char in text),
    "JSON in JSON": lambda text: json.dumps({"a": text}),
    "escapes in JSON in JSON": lambda text: '{"a": "' + escaped(text) + '"}',
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
    "base64 from the second byte": lambda text: base64.b64encode(f"x{text}y".encode()).decode(),
    "base64 for URLs": lambda text: base64.urlsafe_b64encode(f"xx{text}".encode()).decode(),
}
QUOTED = {
    "plain": lambda text: json.dumps(text, ensure_ascii=False),
    "escaped": json.dumps,
    "every character escaped": lambda text: f'"{escaped(text)}"',
    "in upper case": lambda text: f'"{escaped(text, "{:04X}")}"',
    "slashes": lambda text: json.dumps(text).replace("/", "\\/"),
}


def reading(text):
    """Every text that can be read in one, by ways that are not those under test."""
    seen, waiting = set(), [text]
    while waiting:
        one = waiting.pop()
        if one in seen:
            continue
        seen.add(one)
        waiting += [html.unescape(one), unquote_plus(one)]
        waiting += [unescaped(part) for part in one.split('"') if "\\u" in part]
        for start in range(4):
            core = one[start:].replace("-", "+").replace("_", "/")
            core = core[: len(core) // 4 * 4]
            if core and len(core) < 400:
                waiting += [decoded(core)]
    return seen


def unescaped(part):
    try:
        return json.loads(f'"{part}"')
    except ValueError:
        return ""


def decoded(core):
    try:
        return base64.b64decode(core, validate=True).decode("latin-1")
    except ValueError:
        return ""


SECRET = "winter garden/é-7QX"


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("quoted", QUOTED)
@pytest.mark.parametrize("known", [(), (SECRET,)])
def test_a_secret_is_found_in_a_text_that_is_none_however_it_is_written(way, quoted, known):
    held = json.dumps({"TableId": SECRET})[1:-1]
    text = f"see {WAYS[way](SECRET)} there" if "base64" not in way else WAYS[way](SECRET)
    body = f'{{"ImportTableDescription":{{{held},"FailureCode":{QUOTED[quoted](text)}}}}}'
    after = json.loads(back(body.encode(), operation=DYNAMO, known=known))
    table = after["ImportTableDescription"]
    for word in ("winter", "garden", "7QX"):
        assert not any(word in read for read in reading(table["FailureCode"]))
    if "base64" not in way:
        assert any(table["TableId"] in read for read in reading(table["FailureCode"]))


@pytest.mark.parametrize("quoted", QUOTED)
def test_json_is_left_byte_for_byte_but_for_its_secrets(quoted):
    body = (
        f'\ufeff {{ "JobId" :\t{QUOTED[quoted]("zz/9")},"JobStatus":"CREATED" , "n":1.50E+3}}\r\n'
    )
    # What nobody documented, the key n and its number, is secret too.
    after = body.replace(QUOTED[quoted]("zz/9"), QUOTED[quoted]("gg/2"))
    after = after.replace('"n":1.50E+3', '"g":1.10E+3')
    request = exchange(body.encode())
    (redacted,) = story(request)
    assert redacted.answer.body.decode() == after.replace("zz", "gg")


@pytest.mark.parametrize(
    "body",
    [
        '{"JobId":"«wint»',
        '{"JobId":"«wint»\\u00',
        '{"JobId":"«wint»\\',
        '{"JobId":"«winter»","FailureInfo":{"ErrorMessage":"«of Jane Roe»',
        '{"JobId":"«winter»"}{"JobId":"«autumn»"}',
        '{"JobId":"«winter»"} «trailing words»',
        '{"JobId":«winter»}',
        '{"JobId":"«winter»",,"«New»":"«garden»"}',
        '{"JobId":["«winter»",{"«a key»":"«Jane»"}],"JobStatus":"«COMPL»',
        '{"JobStatus":"CREATED","«New»":{"«Made»":{"«up»":"«Jane»"}},"ProcessedRecordsCount":12',
        '<html><body class="«winter»">«Jane» &amp; «Roe»<br/><!--«old»--></body></html>',
        '<?xml version="1.0"?><Error><Message>«Jane Roe»</Message><![CDATA[«5 < Roe»]]></Error>',
        "<Error><Message «at»='«winter»",
        "«a»=«winter»&«b»=«Jane+Roe»&«c»=«7%»2F«8»",
        "«The server of Jane Roe is gone.»",
    ],
)  # fmt: skip
def test_a_body_of_any_kind_whole_or_torn_keeps_its_form(body):
    assert fits(body, back(plain(body).encode()).decode())


def test_bytes_that_are_no_utf8_stay_and_what_stands_around_them_is_replaced():
    after = back(b'{"JobId":"winter\xff\xc3","Name":"Ro\xe9"}')
    assert after == b'{"JobId":"gggggg\xff\xc3","Gggg":"Gg\xe9"}'


def cbor(value, **also):
    return back(value, operation=MAIL, headers=CBOR, **also)


def test_cbor_is_left_byte_for_byte_but_for_its_texts():
    made = cbor2.dumps(
        {"JobId": "zz", "Status": "CREATED", "CreatedTimestamp": cbor2.CBORTag(1, 1.5), "New": "yy"}
    )
    assert cbor(made) == made.replace(b"bzz", b"bgh").replace(b"cNewbyy", b"cGggbgg")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"\xbfeJobId\x7fbzzbzy\xff\xff", b"\xbfeJobId\x7fbggbgg\xff\xff"),  # in pieces: one word
        (b"\xa1eJobIdxzzzz", b"\xa1eJobIdxzggg"),  # torn: 122 bytes are announced
        (b"\xa1eJobId\x83\x14\x15\x33", b"\xa1eJobId\x83\x0a\x0b\x29"),  # 20, 21, -20
        (b"\xa1eJobId\x18\x63", b"\xa1eJobId\x18\x0a"),  # 99 is 10
        (b"\xa1eJobId\x38\x62", b"\xa1eJobId\x38\x09"),  # -99 is -10
        (cbor2.dumps({"JobId": 7.5}), cbor2.dumps({"JobId": 2.1})),
        (cbor2.dumps({"JobId": 1e30}), cbor2.dumps({"JobId": 1.0})),
        (cbor2.dumps({"JobId": -1e-30}), cbor2.dumps({"JobId": -1.0})),
        (b"\xa1eJobId\x7fc\xc3\xa9zczzy\xff", b"\xa1eJobId\x7fc\xc3\xa0gcggg\xff"),  # é: two bytes
        (b"\xa1eJobId\x7fc%41czzy\xff", b"\xa1eJobId\x7fc%47cggg\xff"),
        (b"\xa1eJobId\x5fB\xfe\x01Czzy\xff", b"\xa1eJobId\x5fB\xaa\x00C\x0a\x0a\x00\xff"),
        (b"\xa1eJobIdBzz", b"\xa1eJobIdBgg"),  # bytes that are text
        (b"\xa1eJobIdB\x91\x92", b"\xa1eJobIdB\x10\x00"),
        (b"\xa1eJobId\x7fbzyBzzbzx\xff", b"\xa1eJobId\x7fbghBgibgg\xff"),  # bytes among its texts
        (b"\xa1eJobIdbzy\xff\xffzz", b"\xa1eJobIdbgg\xff\xffgh"),  # a break outside of anything
    ],
)
def test_texts_numbers_and_bytes_of_cbor_are_replaced_where_they_stand(before, after):
    assert cbor(before) == after


@pytest.mark.parametrize("form", [">e", ">f", ">d"])
def test_fractions_that_would_end_with_a_zero_are_others_that_do_not(form):
    head = {">e": b"\xf9", ">f": b"\xfa", ">d": b"\xfb"}[form]
    values = (0.011, 0.012, 7.1, 7.2, 0.5)
    numbers = b"".join(head + struct.pack(form, value) for value in values)
    after = cbor2.loads(cbor(b"\xa1eJobId\x85" + numbers))["JobId"]
    assert [round(one, 2) for one in after] == [0.0, 0.1, 4.1, 4.2, 0.3]


def test_a_number_of_xml_without_its_semicolon_is_read_as_browsers_read_it():
    body = b'{"ImportTableDescription":{"TableId":"zzyy","FailureCode":"&#x7a;&#122;&#x79;&#x79'
    after = story(exchange(body), operation=DYNAMO)[0].answer.body
    assert after == body.replace(b"zzyy", b"gggg").replace(
        b"&#x7a;&#122;&#x79;&#x79", b"&#x67;&#103;&#x67;&#x67;"
    )


words = st.text("abcdefghijklmnopqrstuvwxyzABCXYZ0123456789", min_size=8, max_size=12)
words = words.filter(lambda word: len(set(word)) > 4)  # what looks redacted may stay
secrets = st.lists(st.lists(words, min_size=1, max_size=3).map("/".join), min_size=1, max_size=4)
ways = st.sampled_from([name for name in WAYS if "base64" not in name])


@settings(max_examples=60)
@given(secrets, st.data())
def test_no_planted_secret_is_left_in_any_encoding_and_one_is_replaced_by_one(planted, data):
    """Each secret stands in a member that is one, in one that is none, and in one nobody knows."""
    exchanges = []
    for secret in planted:
        way, other = data.draw(ways), data.draw(ways)
        quoted = QUOTED[data.draw(st.sampled_from(list(QUOTED)))]
        body = (
            f'{{"ImportTableDescription":{{"TableId":{quoted(secret)},'
            f'"FailureCode":{quoted(WAYS[way](secret))},"New":{quoted(WAYS[other](secret))}}}}}'
        ).encode()
        cut = data.draw(st.integers(0, 2)) == 0
        exchanges.append(exchange(body[: data.draw(st.integers(0, len(body)))] if cut else body))
    after = story(*exchanges, operation=DYNAMO)
    everything = b"\n".join(one.answer.body for one in after).decode()
    first = {}
    for secret, one in zip(planted, after, strict=True):
        try:
            table = json.loads(one.answer.body)["ImportTableDescription"]
        except ValueError:
            continue
        (unknown,) = table.keys() - {"TableId", "FailureCode"}
        for read in (reading(table["FailureCode"]), reading(table[unknown])):
            assert any(table["TableId"] in text for text in read)
        assert first.setdefault(secret, table["TableId"]) == table["TableId"]
    assert len(set(first.values())) == len(first)
    for word in {word for secret in planted for word in secret.split("/")}:
        assert not any(word in text for text in reading(everything))
    assert story(*after, operation=DYNAMO) == after


pieces = st.sampled_from(["%41", "%c3%a9", "%E9", "&amp;", "&#65;", "&#x1F600;", "\\u0041", "\\/"])
pieces |= st.sampled_from(["\\ud83d\\ude00", "%252F", "&eacute;", "&#0;", "\\", "%", "&"])


@given(st.lists(pieces | st.text(max_size=4), max_size=8).map("".join))
def test_a_text_written_back_as_it_was_read_is_the_same(text):
    read = unwrapped(Text(text), _escapes.EVERYWHERE)
    assert written(text, read, read.text) == text
    changed = read.text.replace("A", "x")
    again = unwrapped(Text(written(text, read, changed)), _escapes.EVERYWHERE)
    assert again.text == changed


@given(st.lists(st.lists(pieces | st.text(max_size=4), max_size=5).map("".join), min_size=1))
def test_many_texts_read_and_written_at_once_are_what_each_is_by_itself(many):
    for reading in (PLAIN, Escapes((_escapes.escaped,))):
        said = [*map(reading.said, many)]
        assert [*reading.many(many)] == said
        news = [text.replace("A", "x").replace("é", "à") for text in said]
        each = [written(raw, reading(raw), new) for raw, new in zip(many, news, strict=True)]
        assert [*reading.rewritten(many, news)] == each
        assert [reading(raw).rewritten(new) for raw, new in zip(many, news, strict=True)] == each


def written(raw, read, now):
    """A raw text in which all that was read of it is written anew."""
    at, out = 0, ""
    for start, end, new in read.written([(0, len(now), now)]):
        out += raw[at:start] + new
        at = end
    return out + raw[at:]
